package caravan.demo.seed;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * 160 issues with every kind of Markdown that people write, changed over the past 60 days. The same
 * moment gives the same issues.
 */
public final class SeedIssues {
  private static final int TOTAL = 160;
  private static final int EPICS = 10;
  private static final int PARTS_OF_AN_EPIC = 4;
  private static final int DAYS = 60;
  private static final List<String> TEXTS =
      List.of(
          "bug-report",
          "nested-list",
          "checklist",
          "code",
          "table",
          "links-and-images",
          "right-to-left",
          "emoji",
          "quotes",
          "inline",
          "headings",
          "mixed-list",
          "fences",
          "short",
          "decision");
  private static final List<String> STATES =
      List.of("Triage", "Backlog", "Todo", "In Progress", "In Review", "Done", "Canceled");
  private static final List<String> LABELS =
      List.of(
          "Bug",
          "Feature",
          "Improvement",
          "Tech debt",
          "Security",
          "Performance",
          "Accessibility",
          "Docs & help");
  private static final double[] ESTIMATES = {0, 1, 2, 3, 5, 8};

  private final Random random = new Random(20_261_120);
  private final List<SeedIssue> issues = new ArrayList<>();
  private final Instant now;

  private SeedIssues(Instant now) {
    this.now = now;
  }

  /** The issues as of that moment; parents come before their sub-issues. */
  public static List<SeedIssue> asOf(Instant now) {
    SeedIssues seed = new SeedIssues(now);
    seed.fill();
    return List.copyOf(seed.issues);
  }

  private void fill() {
    for (int i = 0; i < EPICS; i++) {
      Map<String, String> words = SeedWords.draw(random);
      String parent = add(text("epic").fill(words), null);
      for (int part = 1; part <= PARTS_OF_AN_EPIC; part++) {
        Map<String, String> own =
            Map.of(
                "area", words.get("area"),
                "thing", words.get("thing"),
                "n", Integer.toString(part));
        add(text("sub-issue").fill(own), parent);
      }
    }
    for (int i = 0; i < 4; i++) {
      add(SeedWords.longParagraph(random).fill(SeedWords.draw(random)), null);
    }
    for (int i = 0; i < 2; i++) {
      add(SeedWords.manyBlocks(random).fill(SeedWords.draw(random)), null);
    }
    for (int i = 0; i < 6; i++) {
      SeedTemplate withoutBody = new SeedTemplate(text("short").title(), null);
      add(withoutBody.fill(SeedWords.draw(random)), null);
    }
    for (int i = 0; issues.size() < TOTAL; i++) {
      add(text(TEXTS.get(i % TEXTS.size())).fill(SeedWords.draw(random)), null);
    }
  }

  private static SeedTemplate text(String name) {
    return SeedTemplate.read("issues/" + name + ".md");
  }

  private String add(SeedTemplate text, String parentId) {
    int index = issues.size();
    byte[] name = ("demo issue " + index).getBytes(StandardCharsets.UTF_8);
    String id = UUID.nameUUIDFromBytes(name).toString();
    Duration age = Duration.ofMillis((long) (random.nextDouble() * DAYS * 86_400_000L));
    // Created in the order of the list, so that identifiers grow with time as they do in Linear.
    Instant createdAt = now.minus(Duration.ofDays(DAYS + 1)).minus(Duration.ofHours(TOTAL - index));
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    issues.add(
        new SeedIssue(
            id,
            text.title(),
            text.body(),
            index % 5,
            random.nextInt(3) == 0 ? null : ESTIMATES[random.nextInt(ESTIMATES.length)],
            random.nextInt(3) == 0 ? today.plusDays(random.nextInt(90) - 30L) : null,
            STATES.get(random.nextInt(STATES.size())),
            assignee(),
            labels(),
            parentId,
            createdAt,
            now.minus(age).minus(Duration.ofMinutes(10))));
    return id;
  }

  private String assignee() {
    List<SeedPerson> people = SeedPerson.all();
    int drawn = random.nextInt(people.size() + 2);
    return drawn < people.size() ? people.get(drawn).email() : null;
  }

  private List<String> labels() {
    List<String> chosen = new ArrayList<>();
    int count = random.nextInt(4);
    while (chosen.size() < count) {
      String label = LABELS.get(random.nextInt(LABELS.size()));
      if (!chosen.contains(label)) {
        chosen.add(label);
      }
    }
    return chosen;
  }
}
