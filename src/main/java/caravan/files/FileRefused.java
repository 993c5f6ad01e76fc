package caravan.files;

/**
 * The content of a file cannot be given. The message names the file, says why and what to do next,
 * and never holds a signed address.
 */
public final class FileRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public FileRefused(String message) {
    super(message);
  }

  /**
   * @param cause what failed underneath; its own message is not repeated
   */
  public FileRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
