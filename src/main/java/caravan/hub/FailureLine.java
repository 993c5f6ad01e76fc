package caravan.hub;

import caravan.store.Failure;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/**
 * A record that waits to be tried again, as operators see it: without what is in it.
 *
 * @param integration the integration it belongs to
 * @param record its External ID
 * @param kind what kind of error it was
 * @param attempts how often delivery was tried
 * @param since when it failed first, ISO 8601
 * @param next when it is tried again, ISO 8601
 * @param error what went wrong and what can be done
 */
public record FailureLine(
    String integration,
    String record,
    String kind,
    int attempts,
    String since,
    String next,
    String error) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What operators see of a failure. */
  public static FailureLine of(Failure failure) {
    return new FailureLine(
        failure.integration(),
        failure.externalId(),
        failure.kind(),
        failure.attempts(),
        failure.firstAt().toString(),
        failure.nextAt().toString(),
        failure.error());
  }

  /** Failures as a JSON array. */
  static String write(List<Failure> failures) {
    try {
      return JSON.writeValueAsString(failures.stream().map(FailureLine::of).toList());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("failures cannot be shown as JSON", e);
    }
  }

  /**
   * Reads what JMX gave.
   *
   * @throws IllegalArgumentException if it is no such array
   */
  public static List<FailureLine> read(String json) {
    try {
      return JSON.readValue(json, new TypeReference<List<FailureLine>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the hub's answer is no list of failures", e);
    }
  }
}
