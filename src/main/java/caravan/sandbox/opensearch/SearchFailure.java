package caravan.sandbox.opensearch;

/** A request that OpenSearch refuses, in its own words. */
final class SearchFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String type;

  SearchFailure(int status, String type, String reason) {
    super(reason);
    this.status = status;
    this.type = type;
  }

  static SearchFailure noIndex(String index) {
    return new SearchFailure(404, "index_not_found_exception", "no such index [" + index + "]");
  }

  int status() {
    return status;
  }

  String type() {
    return type;
  }
}
