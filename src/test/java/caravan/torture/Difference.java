package caravan.torture;

/**
 * Something that is not as it has to be.
 *
 * @param about the External ID of the record that it concerns; empty if it concerns no single one
 * @param what in words
 * @param expected what it has to be
 * @param found what it is
 */
record Difference(String about, String what, String expected, String found) {

  @Override
  public String toString() {
    return "%s%s%n  expected: %s%n  found:    %s"
        .formatted(about.isEmpty() ? "" : about + ": ", what, expected, found);
  }
}
