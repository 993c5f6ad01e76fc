package caravan.sandbox.linear;

/** An argument that Linear refuses; the answer's error carries the code INPUT_ERROR. */
final class LinearInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LinearInputException(String message) {
    super(message);
  }

  LinearInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
