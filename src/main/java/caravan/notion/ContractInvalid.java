package caravan.notion;

import java.util.List;

/** Contract files with mistakes; each problem names its file and line. */
public class ContractInvalid extends RuntimeException {
  private final List<String> problems;

  /**
   * Carries the problems.
   *
   * @param problems one sentence each, starting with {@code file:line:}; never empty
   */
  public ContractInvalid(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
    this.problems = List.copyOf(problems);
  }

  /** One sentence each, starting with {@code file:line:}. */
  public List<String> problems() {
    return problems;
  }
}
