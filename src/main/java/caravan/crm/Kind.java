package caravan.crm;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The kinds of records that a CRM has, with the names of their fields. */
public enum Kind {
  COMPANIES("domain", FieldType.TEXT, "industry", FieldType.TEXT),
  CONTACTS(
      "email", FieldType.EMAIL, "phone", FieldType.TEXT, "company", FieldType.EXTERNAL_ID_OF_ONE),
  DEALS(
      "amount",
      FieldType.AMOUNT,
      "stage",
      FieldType.TEXT,
      "closeDate",
      FieldType.DATE,
      "company",
      FieldType.EXTERNAL_ID_OF_ONE,
      "contacts",
      FieldType.EXTERNAL_IDS);

  /** What identifies a record. */
  public static final String EXTERNAL_ID = "externalId";

  /** What every record is called by people. */
  public static final String NAME = "name";

  private final Map<String, FieldType> fields;

  Kind(Object... further) {
    Map<String, FieldType> all = new LinkedHashMap<>();
    all.put(EXTERNAL_ID, FieldType.EXTERNAL_ID);
    all.put(NAME, FieldType.NAME);
    for (int i = 0; i < further.length; i += 2) {
      all.put((String) further[i], (FieldType) further[i + 1]);
    }
    this.fields = Collections.unmodifiableMap(all);
  }

  /** The kind of this name, such as {@code deals}, in any case of its letters. */
  public static Optional<Kind> of(String name) {
    return Arrays.stream(values())
        .filter(kind -> kind.label().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  /** Its name in addresses, folders and settings. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its fields in the order in which people read them. */
  public Map<String, FieldType> fields() {
    return fields;
  }
}
