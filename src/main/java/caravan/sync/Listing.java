package caravan.sync;

/**
 * The list of everything that a source holds, while it is read and afterwards. Only a list that is
 * no longer unfinished says what is missing.
 */
public interface Listing {

  /** Whether another request is needed. */
  boolean isUnfinished();

  /** Whether the object of this id was listed. */
  boolean contains(String id);
}
