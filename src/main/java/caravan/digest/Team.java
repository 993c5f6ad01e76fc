package caravan.digest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * A team of Linear.
 *
 * @param members the addresses of its people
 */
record Team(String id, String key, String name, Set<String> members) {

  Team {
    members = Set.copyOf(members);
  }

  static Team of(JsonNode team) {
    Set<String> members = new HashSet<>();
    team.at("/members/nodes")
        .forEach(member -> members.add(member.path("email").asText().toLowerCase(Locale.ROOT)));
    return new Team(
        team.path("id").asText(), team.path("key").asText(), team.path("name").asText(), members);
  }

  boolean has(Person person) {
    return members.contains(person.email());
  }
}
