package caravan.slack;

import caravan.blocks.Block;
import caravan.blocks.RichText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What people want to know of a meeting's notes.
 *
 * @param summary the paragraphs of the part headed "Summary", or else the first ones, as mrkdwn
 * @param openActions the to-dos that are not ticked, as mrkdwn, in their order
 */
record MeetingDigest(List<String> summary, List<String> openActions) {

  private static final int PARAGRAPHS = 3;

  MeetingDigest {
    summary = List.copyOf(summary);
    openActions = List.copyOf(openActions);
  }

  /** The digest of a page's blocks. */
  static MeetingDigest of(List<Block> blocks) {
    List<String> openActions = new ArrayList<>();
    collectOpen(blocks, openActions);
    return new MeetingDigest(summary(blocks), openActions);
  }

  private static void collectOpen(List<Block> blocks, List<String> open) {
    for (Block block : blocks) {
      if (block.type().equals("to_do") && !block.is("checked") && !blank(block)) {
        open.add(Mrkdwn.of(block.text()));
      }
      collectOpen(block.children(), open);
    }
  }

  private static List<String> summary(List<Block> blocks) {
    int start = 0;
    for (int i = 0; i < blocks.size(); i++) {
      if (isHeading(blocks.get(i)) && isNamedSummary(blocks.get(i))) {
        start = i + 1;
        break;
      }
    }
    List<String> paragraphs = new ArrayList<>();
    for (Block block : blocks.subList(start, blocks.size())) {
      if (paragraphs.size() == PARAGRAPHS || isHeading(block) && !paragraphs.isEmpty()) {
        break;
      }
      if (isProse(block) && !blank(block)) {
        paragraphs.add(Mrkdwn.of(block.text()));
      }
    }
    return paragraphs;
  }

  private static boolean isHeading(Block block) {
    return block.type().startsWith("heading_");
  }

  private static boolean isNamedSummary(Block heading) {
    return RichText.plain(heading.text()).toLowerCase(Locale.ROOT).contains("summary");
  }

  private static boolean isProse(Block block) {
    return block.type().equals("paragraph")
        || block.type().equals("callout")
        || block.type().equals("quote")
        || block.type().equals("bulleted_list_item");
  }

  private static boolean blank(Block block) {
    return RichText.plain(block.text()).isBlank();
  }
}
