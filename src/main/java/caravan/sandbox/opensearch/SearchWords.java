package caravan.sandbox.opensearch;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The part of OpenSearch's simple_query_string that people type: words, of which all must be there,
 * "phrases", -words that must not be there, and beginnings*. Accents and capitals do not count.
 */
final class SearchWords {

  private static final Pattern TERM = Pattern.compile("(-?)(?:\"([^\"]*)\"|(\\S+))");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}_]+");

  /**
   * What has to be found.
   *
   * @param words next to each other
   * @param beginning whether the last word may go on
   * @param without whether it must not be there
   */
  record Term(List<String> words, boolean beginning, boolean without) {}

  /**
   * A place in a text.
   *
   * @param from its first character
   * @param to behind its last one
   */
  record Place(int from, int to) {}

  private final List<Term> terms = new ArrayList<>();

  SearchWords(String query) {
    for (MatchResult found : TERM.matcher(query).results().toList()) {
      String text = found.group(2) == null ? found.group(3) : found.group(2);
      List<String> words = words(text).stream().map(place -> folded(text, place)).toList();
      if (!words.isEmpty()) {
        terms.add(new Term(words, text.endsWith("*"), !found.group(1).isEmpty()));
      }
    }
  }

  List<Term> terms() {
    return List.copyOf(terms);
  }

  /** Where a term is in a text. */
  static List<Place> find(Term term, String text) {
    List<Place> words = words(text);
    List<Place> places = new ArrayList<>();
    for (int i = 0; i + term.words().size() <= words.size(); i++) {
      if (standsAt(term, text, words, i)) {
        places.addAll(words.subList(i, i + term.words().size()));
      }
    }
    return places;
  }

  private static boolean standsAt(Term term, String text, List<Place> words, int at) {
    for (int i = 0; i < term.words().size(); i++) {
      String word = folded(text, words.get(at + i));
      String wanted = term.words().get(i);
      boolean goesOn = term.beginning() && i == term.words().size() - 1;
      if (goesOn ? !word.startsWith(wanted) : !word.equals(wanted)) {
        return false;
      }
    }
    return true;
  }

  private static List<Place> words(String text) {
    return WORD.matcher(text).results().map(it -> new Place(it.start(), it.end())).toList();
  }

  private static String folded(String text, Place place) {
    String word = text.substring(place.from(), place.to());
    return Normalizer.normalize(word, Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "")
        .toLowerCase(Locale.ROOT);
  }
}
