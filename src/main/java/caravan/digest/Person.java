package caravan.digest;

import java.util.Comparator;
import java.util.Locale;

/**
 * Under whom something stands in a digest. Somebody whose address is the same in Linear and Notion
 * is one person.
 *
 * @param name as people read it
 * @param email blank if it is not known
 */
record Person(String name, String email) {

  /** An issue that nobody is assigned to. */
  static final Person NOBODY = new Person("Nobody assigned", "");

  /** A page whose editor Notion does not name. */
  static final Person UNKNOWN = new Person("Edited in Notion", "");

  /** By name; what stands under no name comes last. */
  static final Comparator<Person> ORDER =
      Comparator.comparing((Person person) -> person.equals(NOBODY) || person.equals(UNKNOWN))
          .thenComparing(person -> person.name().toLowerCase(Locale.ROOT))
          .thenComparing(Person::key);

  Person {
    name = name == null || name.isBlank() ? "Somebody without a name" : name.strip();
    email = email == null ? "" : email.strip().toLowerCase(Locale.ROOT);
  }

  /** What tells people apart. */
  String key() {
    return email.isEmpty() ? "name:" + name : email;
  }
}
