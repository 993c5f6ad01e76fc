package caravan.notion;

/**
 * One point in which a data source is not what a contract needs: drift.
 *
 * @param kind what sort of difference
 * @param property the property's name in the contract; null if the whole data source is meant
 * @param message what is different, without a full stop
 * @param remedy what a person can do about it, without a full stop
 */
public record Difference(Kind kind, String property, String message, String remedy) {

  /** The sorts of drift. */
  public enum Kind {
    TRASHED,
    /** Notion does not show the data source to the connection any more. */
    UNSHARED,
    /** The data source lies in another database, or its database in another place. */
    MOVED,
    /** The data source is gone, and its database holds another one. */
    REPLACED,
    MISSING,
    RENAMED,
    /** Deleted and added again under the same name: another property, whose values are its own. */
    ADDED_AGAIN,
    RETYPED,
    READ_ONLY,
    OPTION_MISSING,
    RELATION_TARGET
  }
}
