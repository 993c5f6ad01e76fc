package caravan.sync;

/** What became of a record. */
public enum Outcome {
  CREATED,
  UPDATED,
  UNCHANGED,
  DELETED,
  SKIPPED,
  FAILED
}
