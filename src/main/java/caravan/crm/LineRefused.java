package caravan.crm;

import java.util.stream.Collectors;

/** A line of a file, or a place of a list, holds no record that can be delivered. */
final class LineRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Line line;

  LineRefused(Line line) {
    super(line.refusals().stream().map(Refusal::toString).collect(Collectors.joining("; ")));
    this.line = line;
  }

  Line line() {
    return line;
  }
}
