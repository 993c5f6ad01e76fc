package caravan.slack;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Who is to do an action item: the participants of the meeting whom it mentions. A mention of a
 * person reads {@code @Name} wherever a body is text; Slack knows people by ids of its own, so the
 * names stand as words.
 */
final class ActionOwners {

  private ActionOwners() {}

  /**
   * An action item with its owners in front, in bold; as it is if it mentions none of them.
   *
   * @param action mrkdwn, on one line
   * @param participants plain names
   * @param limit of the item's own characters
   */
  static String shown(String action, List<String> participants, int limit) {
    String text = action;
    List<String> owners = new ArrayList<>();
    for (String name : longestFirst(participants)) {
      String mention = "@" + Mrkdwn.escape(name);
      int at = mentionAt(text, mention);
      if (at >= 0) {
        owners.add(Mrkdwn.escape(name));
        String rest = text.substring(at + mention.length());
        // At the beginning it is said in front already; within a sentence the name belongs to it.
        text =
            at == 0
                ? rest.replaceFirst("^[\\s,:;–-]+", "")
                : text.substring(0, at) + Mrkdwn.escape(name) + rest;
      }
    }
    owners.sort(Comparator.naturalOrder());
    String shown = Mrkdwn.cut(text, limit);
    return owners.isEmpty() ? shown : "*" + String.join(", ", owners) + "*: " + shown;
  }

  /** Where the mention stands, not as the beginning of a longer name; -1 if nowhere. */
  private static int mentionAt(String text, String mention) {
    int at = text.indexOf(mention);
    while (at >= 0) {
      int end = at + mention.length();
      boolean whole = end == text.length() || !Character.isLetterOrDigit(text.charAt(end));
      if (whole) {
        return at;
      }
      at = text.indexOf(mention, end);
    }
    return -1;
  }

  /** So that "Ann Lee" is not taken for "Ann". */
  private static List<String> longestFirst(List<String> names) {
    return names.stream()
        .filter(name -> !name.isBlank())
        .distinct()
        .sorted(Comparator.comparingInt(String::length).reversed())
        .toList();
  }
}
