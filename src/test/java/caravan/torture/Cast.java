package caravan.torture;

import caravan.demo.seed.SeedPerson;
import caravan.sandbox.linear.LinearWorkspace;
import caravan.sandbox.notion.NotionSandbox;
import caravan.testing.SharedClock;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The people with a Notion account, and every name that each ever had. */
final class Cast {

  private record Named(Instant from, String name) {}

  private final NotionSandbox notion;
  private final LinearWorkspace linear;
  private final SharedClock clock;
  private final List<SeedPerson> people =
      SeedPerson.all().stream().filter(SeedPerson::inNotion).toList();
  private final Map<String, String> idByEmail = new HashMap<>();
  private final Map<String, List<Named>> names = new HashMap<>();

  Cast(NotionSandbox notion, LinearWorkspace linear, SharedClock clock) {
    this.notion = notion;
    this.linear = linear;
    this.clock = clock;
    notion.users().forEach(this::learn);
  }

  static int size() {
    return (int) SeedPerson.all().stream().filter(SeedPerson::inNotion).count();
  }

  private void learn(String id, JsonNode user) {
    String email = user.at("/person/email").asText("");
    if (people.stream().anyMatch(person -> person.email().equals(email))) {
      idByEmail.put(email, id);
      names.put(id, new ArrayList<>(List.of(new Named(Instant.MIN, user.path("name").asText()))));
    }
  }

  String[] ids(List<Integer> who) {
    return who.stream().map(it -> id(people.get(it).email()).orElseThrow()).toArray(String[]::new);
  }

  /** The Notion account with that address. */
  Optional<String> id(String email) {
    return Optional.ofNullable(idByEmail.get(email));
  }

  void rename(int who, String name) {
    String email = people.get(who).email();
    notion.renameUser(idByEmail.get(email), name);
    linear.renameUser(email, name);
    names.get(idByEmail.get(email)).add(new Named(clock.instant(), name));
  }

  /** The names that somebody had at this moment and later. */
  Set<String> namesSince(String userId, Instant moment) {
    List<Named> all = names.get(userId);
    int first = 0;
    while (first + 1 < all.size() && !all.get(first + 1).from().isAfter(moment)) {
      first++;
    }
    return all.subList(first, all.size()).stream().map(Named::name).collect(Collectors.toSet());
  }
}
