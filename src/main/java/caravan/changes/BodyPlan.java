package caravan.changes;

import caravan.render.AllowList;
import caravan.render.BodyFormat;
import caravan.render.ReadPath;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What an integration wants of its pages' bodies.
 *
 * @param allowList the types of blocks that are let through
 * @param formats the forms in which the body is handed over; never empty
 */
public record BodyPlan(AllowList allowList, Set<BodyFormat> formats) {

  /** The usual blocks as Markdown. */
  public static final BodyPlan DEFAULT =
      new BodyPlan(AllowList.DEFAULT, Set.of(BodyFormat.MARKDOWN));

  public BodyPlan {
    formats = Collections.unmodifiableSet(EnumSet.copyOf(formats));
  }

  /**
   * Reads the parameters of the Kamelet notion-changes-source.
   *
   * @param blocks names of types with commas between them; blank for the usual ones
   * @param bodyFormats names of formats with commas between them; blank for Markdown
   * @throws IllegalArgumentException if a name is not known; the message names the parameter and
   *     what is known
   */
  public static BodyPlan of(String blocks, String bodyFormats) {
    return new BodyPlan(
        parameter("blocks", () -> AllowList.parse(blocks)),
        parameter("bodyFormats", () -> BodyFormat.parse(bodyFormats)));
  }

  private static <T> T parameter(String name, java.util.function.Supplier<T> parsed) {
    try {
      return parsed.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s: %s.".formatted(name, e.getMessage()), e);
    }
  }

  /** The cheapest way of reading that carries what is let through. */
  public ReadPath readPath() {
    return ReadPath.cheapestFor(allowList);
  }
}
