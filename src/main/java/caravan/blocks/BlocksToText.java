package caravan.blocks;

import caravan.notion.HostedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Writes blocks as plain text, for search and for messages: one line or more for each block, lists
 * marked and indented, addresses in parentheses behind what links to them, without what nobody sees
 * (see {@link CleanText}).
 */
public final class BlocksToText {

  /** The blocks as text without a line break at the end; empty if nothing in them is text. */
  public String text(List<Block> blocks) {
    List<String> lines = new ArrayList<>();
    inside(blocks, "", lines);
    return String.join("\n", lines);
  }

  /** Rich text as text, with the addresses of its links. */
  public String line(List<RichText> runs) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < runs.size(); ) {
      String link = runs.get(i).link();
      StringBuilder linked = new StringBuilder();
      int next = i;
      while (next < runs.size() && Objects.equals(link, runs.get(next).link())) {
        linked.append(runs.get(next++).plainText());
      }
      text.append(linked);
      boolean opens = link != null && !HostedFile.isLasting(link);
      if (opens && !linked.toString().contains(link)) {
        text.append(" (").append(link).append(')');
      }
      i = next;
    }
    return CleanText.of(text.toString());
  }

  private void inside(List<Block> blocks, String indent, List<String> lines) {
    int number = 0;
    for (Block block : blocks) {
      number = block.type().equals("numbered_list_item") ? number(block, number) : 0;
      String marker =
          switch (block.type()) {
            case "numbered_list_item" -> number + ". ";
            case "bulleted_list_item" -> "- ";
            case "to_do" -> block.is("checked") ? "- [x] " : "- [ ] ";
            default -> "";
          };
      add(indent + marker, own(block), lines);
      String deeper = marker.isEmpty() ? "" : " ".repeat(marker.startsWith("- ") ? 2 : 3);
      inside(block.children(), indent + deeper, lines);
    }
  }

  private static int number(Block block, int before) {
    boolean starts = before == 0 && block.attributes().containsKey("list_start_index");
    return starts ? block.attributes().get("list_start_index").asInt() : before + 1;
  }

  private String own(Block block) {
    return switch (block.type()) {
      case "table_row" -> String.join(" | ", block.cells().stream().map(this::line).toList());
      case "equation" -> block.attribute("expression");
      case "code" ->
          block.caption().isEmpty()
              ? RichText.plain(block.text())
              : RichText.plain(block.text()) + "\n" + line(block.caption());
      case "image" -> image(block);
      case "video", "audio", "file", "pdf", "bookmark", "embed", "link_preview", "unsupported" ->
          line(List.of(Shown.link(block)));
      case "link_to_page" -> Shown.pageLink(block).content();
      case "divider", "table" -> "";
      default -> line(Shown.text(block));
    };
  }

  /** The address of a file that Notion hosts opens nothing, so its name says more. */
  private static String image(Block block) {
    String address = Shown.address(block);
    boolean hosted = HostedFile.isLasting(address);
    String link = block.caption().isEmpty() ? null : block.caption().get(0).link();
    String caption = RichText.plain(block.caption());
    String bare = hosted ? HostedFile.name(address) : address;
    String shown = hosted ? caption : caption + " (" + address + ")";
    return (caption.isEmpty() || caption.equals(link) ? bare : shown)
        + (link == null ? "" : " (" + link + ")");
  }

  private static void add(String before, String text, List<String> lines) {
    if (text.isEmpty() && before.isBlank()) {
      return;
    }
    String indent = " ".repeat(before.length());
    String start = before;
    for (String line : CleanText.of(text).split("\n", -1)) {
      lines.add((start + line).stripTrailing());
      start = indent;
    }
  }
}
