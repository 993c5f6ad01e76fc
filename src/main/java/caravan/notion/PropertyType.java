package caravan.notion;

import java.util.Locale;
import java.util.Optional;

/** The property types of a Notion data source that the hub knows (Notion: property object). */
public enum PropertyType {
  TITLE(true),
  RICH_TEXT(true),
  NUMBER(true),
  SELECT(true),
  STATUS(true),
  MULTI_SELECT(true),
  DATE(true),
  PEOPLE(true),
  FILES(true),
  CHECKBOX(true),
  URL(true),
  EMAIL(true),
  PHONE_NUMBER(true),
  RELATION(true),
  PLACE(true),
  FORMULA(false),
  ROLLUP(false),
  CREATED_TIME(false),
  CREATED_BY(false),
  LAST_EDITED_TIME(false),
  LAST_EDITED_BY(false),
  UNIQUE_ID(false),
  BUTTON(false),
  // Writable in wikis only, so the hub treats it as read-only.
  VERIFICATION(false);

  private final boolean writable;

  PropertyType(boolean writable) {
    this.writable = writable;
  }

  /** Whether a record can set a property of this type. */
  public boolean writable() {
    return writable;
  }

  /** Whether values of this type are picked from the options of the schema. */
  public boolean hasOptions() {
    return this == SELECT || this == STATUS || this == MULTI_SELECT;
  }

  /** Whether Notion adds an option that a write names and the schema lacks; a status refuses it. */
  public boolean createsOptions() {
    return this == SELECT || this == MULTI_SELECT;
  }

  /** The name in Notion's JSON, such as {@code multi_select}. */
  public String json() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type of that name in Notion's JSON; empty for a type that the hub does not know. */
  public static Optional<PropertyType> of(String json) {
    for (PropertyType type : values()) {
      if (type.json().equals(json)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
