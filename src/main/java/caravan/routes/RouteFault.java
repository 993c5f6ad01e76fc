package caravan.routes;

import java.io.Serializable;

/**
 * A mistake in a file of the folder routes/.
 *
 * @param file the file as people name it, such as {@code routes/crm.camel.yaml}
 * @param line the line, from 1 on
 * @param reason what is wrong and what to do, without a full stop
 */
public record RouteFault(String file, int line, String reason) implements Serializable {

  /** File, line and reason in one sentence. */
  public String sentence() {
    return "%s:%d: %s.".formatted(file, line, reason);
  }
}
