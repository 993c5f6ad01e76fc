package caravan.e2e;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a document says, free of how it is written: each a list in the order of the document.
 *
 * @param words every word: letters and digits only
 * @param headings the words of each heading
 * @param items the words of each list item's own line
 * @param codes the text of each code block
 * @param cells the words of each table cell that is not empty
 * @param targets where links and images lead, http and https only
 */
record DocumentFacts(
    List<String> words,
    List<String> headings,
    List<String> items,
    List<String> codes,
    List<String> cells,
    List<String> targets) {

  /** Nothing yet. */
  static DocumentFacts empty() {
    return new DocumentFacts(
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>());
  }

  /** Adds text. */
  void addText(String text) {
    words.addAll(wordsOf(text));
  }

  /** Adds the words of something to one of the lists, if it has any. */
  static void add(List<String> list, String text) {
    String words = String.join(" ", wordsOf(text));
    if (!words.isEmpty()) {
      list.add(words);
    }
  }

  /** Adds an address, if it is one of the web. */
  void addTarget(String address) {
    if (address.regionMatches(true, 0, "http://", 0, 7)
        || address.regionMatches(true, 0, "https://", 0, 8)) {
      targets.add(address);
    }
  }

  static List<String> wordsOf(String text) {
    return Arrays.stream(text.split("[^\\p{L}\\p{N}\\p{M}]+"))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
