package caravan.crm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which column of a CSV file is which field: by the field's own name, whatever its capitals, blanks
 * and dashes ({@code External ID}, {@code close_date}), or as the setting {@code
 * crm.<kind>.headers} says: {@code Kundennr.=externalId; Firma=name}.
 */
public final class Headers {

  private final Map<String, String> fields = new LinkedHashMap<>();

  private Headers(Kind kind) {
    kind.fields().keySet().forEach(field -> fields.put(plain(field), field));
  }

  /**
   * Reads a setting; blank means the fields' own names.
   *
   * @throws IllegalArgumentException if it is wrong; the message says how it should be
   */
  public static Headers parse(Kind kind, String setting) {
    Headers headers = new Headers(kind);
    for (String pair : setting.split(";")) {
      if (pair.isBlank()) {
        continue;
      }
      int equals = pair.lastIndexOf('=');
      String header = equals < 0 ? "" : plain(pair.substring(0, equals));
      Optional<String> field =
          kind.fields().keySet().stream()
              .filter(it -> plain(it).equals(plain(pair.substring(equals + 1))))
              .findFirst();
      if (header.isEmpty() || field.isEmpty()) {
        throw new IllegalArgumentException(
            "must be pairs such as \"Account ID=externalId; Account=name\" with the fields %s; \"%s\" is none"
                .formatted(String.join(", ", kind.fields().keySet()), pair.strip()));
      }
      headers.fields.put(header, field.get());
    }
    return headers;
  }

  /** The field that a column holds; empty if none. */
  Optional<String> field(String header) {
    return Optional.ofNullable(fields.get(plain(header)));
  }

  /** The columns' fields, in order; null for a column that is not used. */
  List<String> fields(Iterable<String> columns) {
    List<String> found = new ArrayList<>();
    columns.forEach(column -> found.add(field(column).orElse(null)));
    return found;
  }

  private static String plain(String header) {
    return header.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
