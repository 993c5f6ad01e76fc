package caravan.playbook;

import java.text.Normalizer;
import java.util.Locale;

/** The part of an address that names a page. */
final class Slug {

  private static final int LONGEST = 80;

  private Slug() {}

  /**
   * A slug of a title: lower case letters and digits of any script with hyphens between them,
   * without accents, at most 80 characters, ending with a whole word if it can.
   *
   * @return blank if the title has neither letters nor digits
   */
  static String of(String title) {
    String plain =
        Normalizer.normalize(title.replace("ß", "ss"), Normalizer.Form.NFKD)
            .replaceAll("\\p{M}+", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{N}]+", "-")
            .replaceAll("^-+|-+$", "");
    if (plain.codePointCount(0, plain.length()) <= LONGEST) {
      return plain;
    }
    String cut = plain.substring(0, plain.offsetByCodePoints(0, LONGEST));
    int word = cut.lastIndexOf('-');
    return word > LONGEST / 2 ? cut.substring(0, word) : cut;
  }
}
