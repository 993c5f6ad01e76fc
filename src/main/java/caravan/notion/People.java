package caravan.notion;

import java.util.Optional;

/** Finds the people of a Notion workspace. */
@FunctionalInterface
public interface People {
  /** The id of the Notion user with that e-mail address; empty if there is none. */
  Optional<String> userId(String email);
}
