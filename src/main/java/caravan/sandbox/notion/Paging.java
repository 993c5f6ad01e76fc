package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * One page of a list: how many, from where.
 *
 * @param size from 1 to 100
 * @param cursor null for the first page
 */
record Paging(int size, String cursor) {

  private static final int LIMIT = 100;

  /**
   * Items with the cursor to the rest.
   *
   * @param next null if there is no more
   */
  record Slice<T>(List<T> items, String next) {}

  static Paging of(In in) {
    In size = in.at("page_size");
    In cursor = in.at("start_cursor");
    int number = LIMIT;
    if (size.given()) {
      if (!size.node().isIntegralNumber()) {
        throw size.should("be a number");
      }
      number = size.node().asInt();
      if (number > LIMIT) {
        throw ApiError.body(size.path() + " should be ≤ `100`, instead was `" + number + "`.");
      }
      if (number < 1) {
        throw ApiError.body(size.path() + " should be ≥ `1`, instead was `" + number + "`.");
      }
    }
    return new Paging(number, cursor.given() ? cursor.text() : null);
  }

  static Paging of(JsonNode size, JsonNode cursor) {
    com.fasterxml.jackson.databind.node.ObjectNode node = World.JSON.objectNode();
    if (size != null) {
      node.set("page_size", size);
    }
    if (cursor != null) {
      node.set("start_cursor", cursor);
    }
    return of(new In("query", node));
  }

  /**
   * Cuts the list. A cursor names the item that comes next and, should that be gone, its place.
   *
   * @param scope what the cursor is for: another list refuses it
   */
  <T> Slice<T> cut(List<T> all, String scope, Function<T, String> id) {
    int from = cursor == null ? 0 : start(all, scope, id);
    int to = Math.min(all.size(), from + size);
    String next = to < all.size() ? encode(scope, to, id.apply(all.get(to))) : null;
    return new Slice<>(all.subList(from, to), next);
  }

  private <T> int start(List<T> all, String scope, Function<T, String> id) {
    String[] parts = decode().split("\n", -1);
    if (parts.length != 3 || !parts[0].equals(String.valueOf(scope.hashCode()))) {
      throw ApiError.validation("The start_cursor provided is invalid: " + cursor);
    }
    for (int i = 0; i < all.size(); i++) {
      if (id.apply(all.get(i)).equals(parts[2])) {
        return i;
      }
    }
    return Math.min(all.size(), Integer.parseInt(parts[1]));
  }

  private String decode() {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ApiError.validation("The start_cursor provided is invalid: " + cursor);
    }
  }

  private static String encode(String scope, int place, String id) {
    String text = scope.hashCode() + "\n" + place + "\n" + id;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
