package caravan.demo.seed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A page of a knowledge base to put into Notion.
 *
 * @param owner the address of a person with a Notion account
 * @param markdown the body
 * @param editedAt when somebody changed it last
 */
public record SeedPage(
    String name, List<String> tags, String owner, String markdown, Instant editedAt) {

  /** Keeps its own copy of the list. */
  public SeedPage {
    tags = List.copyOf(tags);
  }

  /** Six pages of a small company, as of that moment. */
  public static List<SeedPage> asOf(Instant now) {
    return List.of(
        page("backups", "reliability@example.com", now, 9, "Operations", "Database"),
        page("on-call", "reliability@example.com", now, 4, "Operations"),
        page("release", "backend@example.com", now, 30, "Engineering", "Operations"),
        page("api-limits", "backend@example.com", now, 15, "Engineering", "Support"),
        page("welcome", "product@example.com", now, 60, "People"),
        page("incident-reviews", "quality@example.com", now, 21, "Operations", "People"));
  }

  private static SeedPage page(
      String file, String owner, Instant now, int daysAgo, String... tags) {
    SeedTemplate text = SeedTemplate.read("pages/" + file + ".md");
    Instant editedAt = now.minus(Duration.ofDays(daysAgo));
    return new SeedPage(text.title(), List.of(tags), owner, text.body(), editedAt);
  }
}
