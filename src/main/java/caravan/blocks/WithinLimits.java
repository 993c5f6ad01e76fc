package caravan.blocks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Brings blocks within Notion's limits for a single block (Notion: request limits) by splitting
 * them; text is never cut off. How many blocks fit a request is {@link BodyPlan}'s matter.
 */
public final class WithinLimits {

  private final Consumer<NotHeld> notHeld;
  private final Runs runs;

  /**
   * @param notHeld told of whatever looks different after the split
   */
  public WithinLimits(Consumer<NotHeld> notHeld) {
    this.notHeld = notHeld;
    this.runs = new Runs(notHeld);
  }

  /** The same blocks, split where one is too large. */
  public List<Block> fit(List<Block> blocks) {
    List<Block> fitting = new ArrayList<>(blocks.size());
    for (Block block : blocks) {
      if (block.type().equals("table")) {
        table(block, fitting);
      } else {
        textual(reachable(block).withChildren(fit(block.children())), fitting);
      }
    }
    return fitting;
  }

  private void textual(Block block, List<Block> into) {
    List<List<RichText>> captions = runs.portions(block.caption(), NotionLimits.BLOCK_BYTES / 2);
    List<List<RichText>> texts =
        runs.portions(
            block.text(),
            block.caption().isEmpty() ? NotionLimits.BLOCK_BYTES : NotionLimits.BLOCK_BYTES / 2);
    Block first = block.withText(texts.get(0)).withCaption(captions.get(0));
    List<List<RichText>> rest = texts.subList(1, texts.size());
    if (!rest.isEmpty()) {
      notHeld.accept(
          new NotHeld(
              "long " + block.type() + " \"" + RichText.plain(block.text()) + "\"",
              "continued in " + rest.size() + " more " + (rest.size() == 1 ? "block" : "blocks")));
    }
    switch (block.type()) {
      case "bulleted_list_item", "numbered_list_item", "to_do", "toggle", "quote", "callout" -> {
        List<Block> inside = new ArrayList<>();
        rest.forEach(portion -> inside.add(Block.paragraph(portion)));
        inside.addAll(block.children());
        into.add(first.withChildren(inside));
      }
      default -> {
        // What is inside belongs behind the whole text, so it goes with the last portion.
        into.add(rest.isEmpty() ? first : first.withChildren(List.of()));
        for (int i = 0; i < rest.size(); i++) {
          boolean last = i == rest.size() - 1;
          Block next = block.withText(rest.get(i)).withCaption(List.of());
          into.add(last ? next : next.withChildren(List.of()));
        }
      }
    }
    for (List<RichText> portion : captions.subList(1, captions.size())) {
      into.add(Block.paragraph(portion));
    }
  }

  /** The block itself, or text in its place if its address or equation is too long for Notion. */
  private Block reachable(Block block) {
    String expression = block.attribute("expression");
    if (block.type().equals("equation") && expression.length() > NotionLimits.EQUATION) {
      notHeld.accept(new NotHeld("equation " + expression, "too long, kept as code"));
      return Block.of("code", List.of(RichText.text(expression))).with("language", "latex");
    }
    String url = block.attribute("url");
    JsonNode external = block.attributes().get("external");
    if (external != null) {
      url = external.path("url").asText("");
    }
    if (url.length() <= NotionLimits.URL) {
      return block;
    }
    notHeld.accept(new NotHeld(block.type() + " " + url, "address too long, kept as text"));
    List<RichText> text = new ArrayList<>(block.caption());
    text.add(RichText.text(text.isEmpty() ? url : " (" + url + ")"));
    return Block.paragraph(text);
  }

  private void table(Block table, List<Block> into) {
    int width = width(table);
    List<Block> rows = new ArrayList<>();
    for (Block row : table.children()) {
      row(row, width, rows);
    }
    if (rows.isEmpty()) {
      rows.add(Block.tableRow(padded(List.of(), width)));
    }
    boolean header = table.is("has_column_header");
    int perTable = NotionLimits.CHILDREN - (header ? 1 : 0);
    List<Block> body = header ? rows.subList(1, rows.size()) : rows;
    if (body.size() > perTable) {
      notHeld.accept(
          new NotHeld(
              "table of " + rows.size() + " rows",
              "split into tables of 100 rows" + (header ? ", each with the header" : "")));
    }
    int from = 0;
    do {
      int to = Math.min(body.size(), from + perTable);
      List<Block> part = new ArrayList<>();
      if (header) {
        part.add(rows.get(0));
      }
      part.addAll(body.subList(from, to));
      into.add(table.with("table_width", width).withChildren(part));
      from = to;
    } while (from < body.size());
  }

  private static int width(Block table) {
    JsonNode own = table.attributes().get("table_width");
    int width = own == null ? 1 : Math.max(1, own.asInt());
    for (Block row : table.children()) {
      width = Math.max(width, row.cells().size());
    }
    return Math.min(width, NotionLimits.CELLS);
  }

  /** A row as wide as its table; a cell that is too long goes on in a further row. */
  private void row(Block row, int width, List<Block> into) {
    List<List<List<RichText>>> cells = new ArrayList<>();
    int further = 0;
    for (List<RichText> cell : padded(folded(row.cells(), width), width)) {
      List<List<RichText>> portions = runs.portions(cell, NotionLimits.BLOCK_BYTES / width);
      cells.add(portions);
      further = Math.max(further, portions.size() - 1);
    }
    if (further > 0) {
      notHeld.accept(new NotHeld("long table cell", "continued in " + further + " more rows"));
    }
    for (int line = 0; line <= further; line++) {
      List<List<RichText>> part = new ArrayList<>();
      for (List<List<RichText>> portions : cells) {
        part.add(line < portions.size() ? portions.get(line) : List.of());
      }
      into.add(Block.tableRow(part));
    }
  }

  /** Columns beyond the last that Notion holds go into that one. */
  private List<List<RichText>> folded(List<List<RichText>> cells, int width) {
    if (cells.size() <= width) {
      return cells;
    }
    notHeld.accept(
        new NotHeld("table of " + cells.size() + " columns", "the last ones share a column"));
    List<List<RichText>> folded = new ArrayList<>(cells.subList(0, width - 1));
    List<RichText> last = new ArrayList<>();
    for (List<RichText> cell : cells.subList(width - 1, cells.size())) {
      if (!last.isEmpty()) {
        last.add(RichText.text(" | "));
      }
      last.addAll(cell);
    }
    folded.add(last);
    return folded;
  }

  private static List<List<RichText>> padded(List<List<RichText>> cells, int width) {
    List<List<RichText>> padded = new ArrayList<>(cells);
    while (padded.size() < width) {
      padded.add(List.of());
    }
    return padded;
  }
}
