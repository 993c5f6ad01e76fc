package caravan.notion;

/**
 * A property's value in the form that a record uses, and whether it is all of it.
 *
 * @param value the plain value; null for an empty property, and where the value is unknown
 * @param doubt why the value may be incomplete or is unknown; null if it is complete
 */
public record PlainValue(Object value, Truncation.Reason doubt) {

  static PlainValue complete(Object value) {
    return new PlainValue(value, null);
  }

  /** Whether there is a value at all; an unknown one must not be taken for an empty one. */
  public boolean known() {
    return doubt != Truncation.Reason.INCOMPLETE && doubt != Truncation.Reason.UNSUPPORTED;
  }
}
