package caravan.sandbox.wordpress;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.function.Predicate;

/** The last parts of addresses (WordPress: sanitize_title, wp_unique_post_slug). */
final class Slugs {

  private Slugs() {}

  /** A text as a slug: small letters without accents, others encoded, hyphens between words. */
  static String of(String text) {
    String plain =
        Normalizer.normalize(text.replaceAll("<[^>]*>", ""), Normalizer.Form.NFD)
            .replaceAll("\\p{M}+", "")
            .replaceAll("&[^;\\s]{1,8};", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[\\s_–—/.]+", "-")
            .replaceAll("[\\p{P}\\p{S}&&[^-%_]]", "")
            .replaceAll("-{2,}", "-")
            .replaceAll("^-+|-+$", "");
    StringBuilder slug = new StringBuilder(plain.length());
    plain
        .codePoints()
        .forEach(
            c ->
                slug.append(
                    c < 0x80
                        ? Character.toString(c)
                        : URLEncoder.encode(Character.toString(c), StandardCharsets.UTF_8)
                            .toLowerCase(Locale.ROOT)));
    return slug.length() <= 200 ? slug.toString() : slug.substring(0, 200);
  }

  /** The slug, or with the first number behind it that nobody has. */
  static String unique(String slug, Predicate<String> taken) {
    if (!taken.test(slug)) {
      return slug;
    }
    int number = 2;
    while (taken.test(slug + "-" + number)) {
      number++;
    }
    return slug + "-" + number;
  }
}
