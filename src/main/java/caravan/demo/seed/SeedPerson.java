package caravan.demo.seed;

import java.util.List;

/**
 * Somebody who works in the demo's company, known by their role.
 *
 * @param email the same in Linear and Notion
 * @param inNotion false for a person who has no Notion account
 */
public record SeedPerson(String role, String email, boolean inNotion) {

  /** Everybody; the contractor has no Notion account. */
  public static List<SeedPerson> all() {
    return List.of(
        new SeedPerson("Backend Engineer", "backend@example.com", true),
        new SeedPerson("Frontend Engineer", "frontend@example.com", true),
        new SeedPerson("Mobile Engineer", "mobile@example.com", true),
        new SeedPerson("Reliability Engineer", "reliability@example.com", true),
        new SeedPerson("Product Designer", "design@example.com", true),
        new SeedPerson("Product Manager", "product@example.com", true),
        new SeedPerson("Quality Engineer", "quality@example.com", true),
        new SeedPerson("Data Analyst", "data@example.com", true),
        new SeedPerson("Contractor", "contractor@example.com", false));
  }
}
