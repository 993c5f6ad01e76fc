package caravan.blocks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableBody;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.task.list.items.TaskListItemMarker;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Document;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;

/** Turns blocks into the nodes of a Markdown document. */
final class BlocksToNodes {

  /** What would end the line of a fence or its language. */
  private static final Pattern NOT_IN_FENCE = Pattern.compile("[\\s`\\p{Cntrl}\\u2028\\u2029]+");

  private static final Set<String> BULLETS = Set.of("bulleted_list_item", "to_do", "toggle");

  private static final Set<String> ITEMS =
      Set.of("bulleted_list_item", "to_do", "toggle", "numbered_list_item");

  private final RunsToNodes lines = RunsToNodes.lines();
  private final RunsToNodes oneLine = RunsToNodes.oneLine();

  Document document(List<Block> blocks) {
    Document document = new Document();
    inside(blocks, document);
    return document;
  }

  private void inside(List<Block> blocks, Node parent) {
    ListBlock list = null;
    for (Block block : blocks) {
      if (!ITEMS.contains(block.type())) {
        list = null;
        block(block, parent);
        continue;
      }
      boolean bullet = BULLETS.contains(block.type());
      if (list == null || bullet != list instanceof BulletList) {
        list = list(block, bullet);
        parent.appendChild(list);
      }
      list.appendChild(item(block));
      list.setTight(list.isTight() && block.children().stream().allMatch(BlocksToNodes::isItem));
    }
  }

  private static boolean isItem(Block block) {
    return ITEMS.contains(block.type());
  }

  private static ListBlock list(Block first, boolean bullet) {
    ListBlock list;
    if (bullet) {
      BulletList bullets = new BulletList();
      bullets.setMarker("-");
      list = bullets;
    } else {
      OrderedList numbers = new OrderedList();
      JsonNode start = first.attributes().get("list_start_index");
      numbers.setMarkerStartNumber(start == null ? 1 : start.asInt());
      numbers.setMarkerDelimiter(".");
      list = numbers;
    }
    list.setTight(true);
    return list;
  }

  private ListItem item(Block block) {
    ListItem item = new ListItem();
    if (block.type().equals("to_do")) {
      item.appendChild(new TaskListItemMarker(block.is("checked")));
    }
    paragraph(block.text(), item);
    inside(block.children(), item);
    return item;
  }

  private void block(Block block, Node parent) {
    switch (block.type()) {
      case "heading_1", "heading_2", "heading_3", "heading_4" -> heading(block, parent);
      case "quote", "callout" -> quote(block, parent);
      case "code" -> code(block, parent);
      case "equation" -> parent.appendChild(fenced("math", block.attribute("expression")));
      case "divider" -> parent.appendChild(new ThematicBreak());
      case "table" -> table(block, parent);
      case "image" -> image(block, parent);
      case "video", "audio", "file", "pdf", "bookmark", "embed", "link_preview", "unsupported" ->
          linked(block, parent);
      case "link_to_page" -> paragraph(List.of(Shown.pageLink(block)), parent);
      default -> {
        paragraph(Shown.text(block), parent);
        inside(block.children(), parent);
      }
    }
  }

  private void paragraph(List<RichText> text, Node parent) {
    Paragraph paragraph = new Paragraph();
    lines.append(text, paragraph);
    if (paragraph.getFirstChild() != null) {
      parent.appendChild(paragraph);
    }
  }

  private void heading(Block block, Node parent) {
    Heading heading = new Heading();
    heading.setLevel(Integer.parseInt(block.type().substring("heading_".length())));
    oneLine.append(block.text(), heading);
    parent.appendChild(heading);
    inside(block.children(), parent);
  }

  private void quote(Block block, Node parent) {
    BlockQuote quote = new BlockQuote();
    List<RichText> text = new ArrayList<>();
    String icon = Shown.icon(block);
    if (!icon.isEmpty()) {
      text.add(RichText.text(icon + " "));
    }
    text.addAll(block.text());
    paragraph(text, quote);
    inside(block.children(), quote);
    parent.appendChild(quote);
  }

  /** The caption goes behind the fence, where {@link MarkdownToBlocks} looks for it. */
  private void code(Block block, Node parent) {
    String language = block.attribute("language");
    String caption = CleanText.of(RichText.plain(block.caption())).strip();
    String plain = CodeLanguage.PLAIN.name();
    boolean behindFence = !caption.contains("\n") && !caption.contains("`");
    String info = language.equals(plain) ? "" : NOT_IN_FENCE.matcher(language).replaceAll("-");
    if (!caption.isEmpty() && behindFence) {
      String first = caption.split("\\s+", 2)[0];
      boolean saysLanguage =
          CodeLanguage.named(first).map(CodeLanguage::name).orElse(plain).equals(language);
      info = saysLanguage || info.isEmpty() ? caption : info + " " + caption;
    }
    parent.appendChild(fenced(info, RichText.plain(block.text())));
    if (!behindFence) {
      paragraph(block.caption(), parent);
    }
  }

  private static FencedCodeBlock fenced(String info, String content) {
    FencedCodeBlock code = new FencedCodeBlock();
    code.setFenceCharacter("`");
    code.setInfo(info);
    code.setLiteral(CleanText.of(content) + "\n");
    return code;
  }

  /** An image from an address that nobody should load is its caption. */
  private void image(Block block, Node parent) {
    Optional<String> address = MarkdownAddress.image(Shown.address(block));
    if (address.isEmpty()) {
      paragraph(block.caption(), parent);
      inside(block.children(), parent);
      return;
    }
    Paragraph paragraph = new Paragraph();
    Image image = new Image(address.get(), null);
    List<RichText> alt = new ArrayList<>();
    for (RichText run : block.caption()) {
      alt.add(RichText.text(run.plainText(), null, run.annotations()));
    }
    oneLine.append(alt, image);
    String link = block.caption().isEmpty() ? null : block.caption().get(0).link();
    Optional<String> target = MarkdownAddress.link(link);
    if (target.isPresent()) {
      Link around = new Link(target.get(), null);
      around.appendChild(image);
      paragraph.appendChild(around);
    } else {
      paragraph.appendChild(image);
    }
    parent.appendChild(paragraph);
    inside(block.children(), parent);
  }

  private void linked(Block block, Node parent) {
    paragraph(List.of(Shown.link(block)), parent);
    inside(block.children(), parent);
  }

  private void table(Block block, Node parent) {
    TableBlock table = new TableBlock();
    TableHead head = new TableHead();
    TableBody body = new TableBody();
    table.appendChild(head);
    List<Block> rows = block.children();
    if (block.is("has_column_header") && !rows.isEmpty()) {
      head.appendChild(row(rows.get(0).cells(), true));
      rows = rows.subList(1, rows.size());
    } else {
      // GitHub's tables have a header; Notion's need none.
      JsonNode width = block.attributes().get("table_width");
      List<List<RichText>> blank = new ArrayList<>();
      for (int i = 0; i < (width == null ? 1 : width.asInt()); i++) {
        blank.add(List.of());
      }
      head.appendChild(row(blank, true));
    }
    for (Block row : rows) {
      body.appendChild(row(row.cells(), false));
    }
    if (body.getFirstChild() != null) {
      table.appendChild(body);
    }
    parent.appendChild(table);
  }

  private TableRow row(List<List<RichText>> cells, boolean header) {
    TableRow row = new TableRow();
    for (List<RichText> each : cells) {
      TableCell cell = new TableCell();
      cell.setHeader(header);
      oneLine.append(each, cell);
      if (cell.getLastChild() instanceof Text last && last.getLiteral().endsWith("\\")) {
        // A backslash would escape the border behind it, escaped itself or not (GitHub: tables).
        cell.appendChild(new Text(" "));
      }
      row.appendChild(cell);
    }
    return row;
  }
}
