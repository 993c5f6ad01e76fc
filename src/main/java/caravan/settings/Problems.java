package caravan.settings;

import java.util.List;

/** Settings are wrong or missing: one readable sentence each. Ends the program with exit code 2. */
public final class Problems extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final List<String> sentences;

  public Problems(List<String> sentences) {
    this(sentences, null);
  }

  /**
   * @param cause what made it known; null for none
   */
  public Problems(List<String> sentences, Throwable cause) {
    super(String.join(" ", sentences), cause);
    this.sentences = List.copyOf(sentences);
  }

  /** One sentence per problem. */
  public List<String> sentences() {
    return sentences;
  }
}
