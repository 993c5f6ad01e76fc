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
  FORMULA("store it in a number property that the hub owns (or a text, date or checkbox one)"),
  ROLLUP("store it in a number property that the hub owns (or a text, date or checkbox one)"),
  CREATED_TIME("store the time in a date property that the hub owns"),
  CREATED_BY("store the person in a people property that the hub owns"),
  LAST_EDITED_TIME("store the time in a date property that the hub owns"),
  LAST_EDITED_BY("store the person in a people property that the hub owns"),
  UNIQUE_ID("store the number in a number or rich_text property that the hub owns"),
  BUTTON("leave it out, because a button has no value"),
  // Writable in wikis only (Notion: changelog 2026-03-25): a contract has to say that it is one.
  VERIFICATION(
      "say \"wiki: true\" if its pages are those of a wiki; else leave it to people, who verify"
          + " pages in a wiki, or store the state in a select property that the hub owns");

  private final boolean writable;
  private final String instead;

  PropertyType(boolean writable) {
    this.writable = writable;
    this.instead = "";
  }

  PropertyType(String instead) {
    this.writable = false;
    this.instead = instead;
  }

  /** Whether a record can set a property of this type wherever it is. */
  public boolean writable() {
    return writable;
  }

  /**
   * What to do instead of writing a property of this type, as an order without a full stop; blank
   * if it can be written.
   */
  public String instead() {
    return instead;
  }

  /**
   * Whether Notion calculates the values from other properties or pages: they change without an
   * edit, and may be partial or missing (Notion: page properties, formula and rollup).
   */
  public boolean derived() {
    return this == FORMULA || this == ROLLUP;
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
