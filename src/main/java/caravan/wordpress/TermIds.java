package caravan.wordpress;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** The ids of a site's categories and tags, as far as they are known. */
final class TermIds {

  /**
   * A category or tag.
   *
   * @param taxonomy {@code categories} or {@code tags}, as the API calls them
   * @param name as people write it; WordPress does not tell capitals from small letters
   */
  record Term(String taxonomy, String name) {

    private String key() {
      return taxonomy + "/" + name.toLowerCase(Locale.ROOT);
    }
  }

  private final Map<String, Long> ids = new ConcurrentHashMap<>();

  OptionalLong find(Term term) {
    Long id = ids.get(term.key());
    return id == null ? OptionalLong.empty() : OptionalLong.of(id);
  }

  void learn(Term term, long id) {
    ids.put(term.key(), id);
  }

  /** Somebody removed it. */
  void forget(Term term) {
    ids.remove(term.key());
  }
}
