package caravan.torture;

import java.time.Duration;

/** A run's figures, a line of the tables in docs/reliability.md. */
record Figures(
    long seed,
    int records,
    int events,
    long notion,
    long linear,
    long slack,
    long faults,
    long kills,
    int starts,
    Duration took,
    String result) {

  static final String HEAD =
      """
      | seed | records | events | requests: Notion | Linear | Slack | faults | kill -9 | starts | seconds | result |
      | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |""";

  String row() {
    return "| %d | %d | %d | %d | %d | %d | %d | %d | %d | %d | %s |"
        .formatted(
            seed,
            records,
            events,
            notion,
            linear,
            slack,
            faults,
            kills,
            starts,
            took.toSeconds(),
            result);
  }
}
