package caravan.demo.seed;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * A meeting note to put into Notion.
 *
 * @param date of the meeting
 * @param type such as Planning
 * @param participants addresses of people with a Notion account
 * @param status Draft, In review or Final
 * @param markdown the body
 * @param editedAt when somebody changed it last
 */
public record SeedNote(
    String name,
    LocalDate date,
    String type,
    List<String> participants,
    String status,
    String markdown,
    Instant editedAt) {
  public SeedNote {
    participants = List.copyOf(participants);
  }
}
