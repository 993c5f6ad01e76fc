package caravan.digest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What one team is told, grouped by person. */
final class TeamDigest {

  private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm");

  /** What stands under one person. */
  private static final class Part {
    private final List<IssueChange> issues = new ArrayList<>();
    private final List<PageChange> pages = new ArrayList<>();
  }

  private final Team team;
  private final DigestWindow window;
  private final ZoneId zone;
  private final Map<Person, Part> parts = new TreeMap<>(Person.ORDER);

  TeamDigest(Team team, DigestWindow window, ZoneId zone) {
    this.team = team;
    this.window = window;
    this.zone = zone;
  }

  void add(IssueChange change) {
    part(change.person()).issues.add(change);
  }

  /**
   * A page stands with the teams of its editor; one whose editor is in none of them concerns all.
   */
  void add(PageChange change, Person editor, Collection<Team> all) {
    if (team.has(editor) || all.stream().noneMatch(other -> other.has(editor))) {
      part(editor).pages.add(change);
    }
  }

  /** The same person may be written in another way in the other system. */
  private Part part(Person person) {
    return parts.entrySet().stream()
        .filter(part -> part.getKey().key().equals(person.key()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseGet(() -> parts.computeIfAbsent(person, key -> new Part()));
  }

  /**
   * The item that is handed over.
   *
   * @param quiet whether a digest in which nothing happened is not posted
   * @param madeAt when it was made
   */
  ObjectNode item(boolean quiet, Instant madeAt) {
    ObjectNode item = JsonNodeFactory.instance.objectNode();
    String due = MOMENT.format(window.due().atZone(zone));
    item.put("id", due + "/" + team.id());
    item.putObject("team").put("id", team.id()).put("key", team.key()).put("name", team.name());
    item.put("due", due).put("zone", zone.getId());
    item.put("since", MOMENT.format(window.from().atZone(zone)));
    item.put("until", MOMENT.format(window.until().atZone(zone)));
    item.put("madeAt", madeAt.toString());
    item.put("silent", quiet && parts.isEmpty());
    ArrayNode people = item.putArray("people");
    parts.forEach((person, part) -> write(people.addObject().put("name", person.name()), part));
    return item;
  }

  private static void write(ObjectNode person, Part part) {
    for (IssueChange.Kind kind : IssueChange.Kind.values()) {
      ArrayNode list = person.putArray(kind.field());
      part.issues.stream()
          .filter(issue -> issue.kind() == kind)
          .sorted(Comparator.comparing(IssueChange::identifier, TeamDigest::byNumber))
          .forEach(
              issue -> {
                ObjectNode node = list.addObject().put("label", issue.identifier());
                node.put("title", issue.title()).put("url", issue.url());
                ArrayNode blockers = node.putArray("blockers");
                issue.blockers().stream().sorted(TeamDigest::byNumber).forEach(blockers::add);
              });
    }
    ArrayNode pages = person.putArray("pages");
    part.pages.stream()
        .sorted(Comparator.comparing(PageChange::title).thenComparing(PageChange::url))
        .forEach(page -> pages.addObject().put("title", page.title()).put("url", page.url()));
  }

  /** ENG-9 before ENG-10. */
  private static int byNumber(String one, String other) {
    int byLength = Integer.compare(one.length(), other.length());
    return byLength == 0 ? one.compareTo(other) : byLength;
  }
}
