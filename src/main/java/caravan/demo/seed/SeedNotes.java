package caravan.demo.seed;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Twenty meeting notes of the past weeks, thirteen of them Final. The same moment, the same notes.
 */
public final class SeedNotes {
  private static final int TOTAL = 20;
  private static final Map<String, String> TEXTS =
      Map.of(
          "Planning", "planning",
          "Review", "review",
          "Retrospective", "retrospective",
          "Incident", "incident",
          "Customer call", "customer-call");
  private static final List<String> TYPES = TEXTS.keySet().stream().sorted().toList();

  private final Random random = new Random(20_261_121);
  private final Instant now;

  private SeedNotes(Instant now) {
    this.now = now;
  }

  /** The notes as of that moment, oldest meeting first. */
  public static List<SeedNote> asOf(Instant now) {
    SeedNotes seed = new SeedNotes(now);
    List<SeedNote> notes = new ArrayList<>();
    for (int i = 0; i < TOTAL; i++) {
      notes.add(seed.note(i));
    }
    return List.copyOf(notes);
  }

  private SeedNote note(int index) {
    String type = TYPES.get(index % TYPES.size());
    Map<String, String> words = SeedWords.draw(random);
    SeedTemplate text = SeedTemplate.read("notes/" + TEXTS.get(type) + ".md").fill(words);
    Instant meeting = now.minus(Duration.ofDays(2L * (TOTAL - index)));
    return new SeedNote(
        text.title(),
        LocalDate.ofInstant(meeting, ZoneOffset.UTC),
        type,
        participants(),
        status(index),
        text.body(),
        meeting.plus(Duration.ofHours(2)).plusSeconds(random.nextInt(3_600)));
  }

  private static String status(int index) {
    if (index % 3 != 0) {
      return "Final";
    }
    return index % 2 == 0 ? "Draft" : "In review";
  }

  private List<String> participants() {
    List<String> all =
        SeedPerson.all().stream().filter(SeedPerson::inNotion).map(SeedPerson::email).toList();
    List<String> chosen = new ArrayList<>();
    int count = 2 + random.nextInt(3);
    while (chosen.size() < count) {
      String email = all.get(random.nextInt(all.size()));
      if (!chosen.contains(email)) {
        chosen.add(email);
      }
    }
    return chosen;
  }
}
