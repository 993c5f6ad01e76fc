package caravan.crm;

/** A field's value cannot be taken; the message says why, and what would be taken. */
final class FieldRefused extends Exception {

  private static final long serialVersionUID = 1L;

  FieldRefused(String message) {
    super(message);
  }
}
