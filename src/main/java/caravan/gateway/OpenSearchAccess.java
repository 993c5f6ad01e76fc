package caravan.gateway;

import caravan.sync.Stops;

/**
 * OpenSearch refuses whoever asks: every other document would meet the same, so the run stops, and
 * the next one tries again.
 */
public final class OpenSearchAccess extends RuntimeException implements Stops {

  private static final long serialVersionUID = 1L;

  OpenSearchAccess(int status, String reason) {
    super(
        (status == 401
                ? "OpenSearch refuses the user (401, %s). Set OPENSEARCH_USER and"
                    + " OPENSEARCH_PASSWORD (or OPENSEARCH_PASSWORD_FILE)."
                : "OpenSearch does not allow its user to do that (403, %s). Give it the right to"
                    + " make, read and write the index.")
            .formatted(reason));
  }

  @Override
  public String reason() {
    return getMessage();
  }
}
