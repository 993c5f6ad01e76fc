package caravan.demo.seed;

import java.util.List;
import java.util.Map;
import java.util.Random;

/** Words that fill the templates, and longer stretches of text. */
final class SeedWords {
  private static final List<String> AREAS =
      List.of(
          "checkout",
          "search",
          "sign-in",
          "billing",
          "import",
          "export",
          "calendar",
          "mailer",
          "upload",
          "reports",
          "audit log",
          "mobile app");
  private static final List<String> THINGS =
      List.of(
          "retry queue",
          "cache",
          "index",
          "nightly job",
          "settings page",
          "web hook",
          "entry list",
          "rate limit",
          "preview",
          "backup",
          "permission check",
          "date picker");
  private static final List<String> SENTENCES =
      List.of(
          "The {area} was written for a hundred entries a day and now takes {n} an hour.",
          "Most of the time goes into waiting for the {thing}, which answers one request at a time.",
          "We tried a larger machine, which helped for **two weeks**.",
          "The numbers are on [the dashboard](https://example.com/dashboards/{n}), by day and by hour.",
          "A customer with many entries notices first, because the {thing} reads all of them.",
          "Nothing is lost, but an entry may arrive *much* later than people expect.",
          "The simplest change is to read in pages and to remember where the last one ended.",
          "That needs one more column, `position`, and a default for the rows that exist.",
          "Until then the {thing} can be restarted by hand, which ~~nobody~~ somebody does each Monday.",
          "There was a proposal to remove the {thing} altogether; the export still needs it.",
          "If we move it, the {area} should keep its address, since partners call it directly.",
          "Tests exist for the usual way, none for a break in the middle.");

  private SeedWords() {}

  /** A value for each place in a template. */
  static Map<String, String> draw(Random random) {
    return Map.of(
        "area", AREAS.get(random.nextInt(AREAS.size())),
        "thing", THINGS.get(random.nextInt(THINGS.size())),
        "role", SeedPerson.all().get(random.nextInt(SeedPerson.all().size())).role(),
        "n", Integer.toString(2 + random.nextInt(398)));
  }

  /** One paragraph of more than 2,000 characters, the most that one rich text item holds. */
  static SeedTemplate longParagraph(Random random) {
    StringBuilder body = new StringBuilder(3_000);
    while (body.length() < 2_600) {
      body.append(body.isEmpty() ? "" : " ");
      body.append(SENTENCES.get(random.nextInt(SENTENCES.size())));
    }
    return new SeedTemplate("Why the {area} is slow", body.toString());
  }

  /** More than 100 blocks at the top level, the most that one request appends. */
  static SeedTemplate manyBlocks(Random random) {
    StringBuilder body = new StringBuilder(12_000);
    for (int part = 1; part <= 12; part++) {
      body.append("## Part ").append(part).append("\n\n");
      for (int line = 0; line < 10; line++) {
        String sentence = SENTENCES.get(random.nextInt(SENTENCES.size()));
        body.append(part % 4 == 0 ? "- " : "").append(sentence);
        body.append(part % 4 == 0 ? "\n" : "\n\n");
      }
      body.append('\n');
    }
    return new SeedTemplate("Everything known about the {area}", body.toString().strip());
  }
}
