package caravan.notion;

/**
 * A property whose value in a page or row may be incomplete.
 *
 * @param property its name
 * @param id its id, as Notion sends it: the path of the property-item endpoint takes it as it is
 * @param reason why the value is doubted
 */
public record Truncation(String property, String id, Reason reason) {

  /** Why a value is doubted (Notion: retrieve a page). */
  public enum Reason {
    /** A relation said {@code has_more}. */
    MORE_RELATIONS,
    /** 25 people: Notion leaves out any further ones without saying so. */
    MORE_PEOPLE,
    /** 25 mentions in a title or text: Notion leaves out any further ones. */
    MORE_MENTIONS,
    /** A property-item list of which later pages are missing. */
    MORE_ITEMS,
    /**
     * A formula or rollup of a page with a cut relation: it may be calculated from the first 25
     * references only.
     */
    MORE_REFERENCES,
    /** A rollup that was not calculated to its end; its value is unknown. */
    INCOMPLETE,
    /** A formula or rollup that Notion does not calculate for the API; its value is unknown. */
    UNSUPPORTED
  }
}
