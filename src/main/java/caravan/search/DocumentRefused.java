package caravan.search;

/** The search index did not take a document; the others of the same request are not concerned. */
public final class DocumentRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DocumentRefused(String message) {
    super(message);
  }
}
