package caravan.blocks;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Makes random bodies, and changes them as a writer would; every text is unlike every other. */
final class BodyEdits {

  private final Random random;
  private final Set<String> touched = new HashSet<>();
  private int next;

  BodyEdits(Random random) {
    this.random = random;
  }

  /** A body of about that many blocks at each level. */
  List<Block> body(int depth, int count) {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      blocks.add(block(depth));
    }
    return blocks;
  }

  private Block block(int depth) {
    Block block =
        switch (random.nextInt(9)) {
          case 0 -> table(1 + random.nextInt(6));
          case 1 -> Block.of("to_do", text()).with("checked", random.nextBoolean());
          case 2 -> Block.of("heading_1", text()).with("is_toggleable", true);
          case 3 -> Block.of("code", text()).with("language", "java").withCaption(text());
          case 4 -> Block.of("callout", text()).with("color", "red");
          case 5 -> Block.of("bulleted_list_item", text());
          default -> Block.paragraph(text());
        };
    boolean holds = depth > 1 && !Set.of("code", "table").contains(block.type());
    return holds && random.nextInt(3) == 0
        ? block.withChildren(body(depth - 1, random.nextInt(4)))
        : block;
  }

  private Block table(int rows) {
    List<Block> all = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      all.add(Block.tableRow(List.of(text(), text())));
    }
    return Block.of("table")
        .with("table_width", 2)
        .with("has_row_header", random.nextBoolean())
        .withChildren(all);
  }

  private List<RichText> text() {
    return List.of(RichText.text("text " + next++ + "x".repeat(random.nextInt(30))));
  }

  /**
   * The body after changing about one block in so many: text, flags, type, children, place.
   *
   * @param moves whether blocks change places too
   */
  List<Block> edited(List<Block> blocks, int oneIn, boolean moves) {
    List<Block> edited = new ArrayList<>();
    for (Block block : blocks) {
      Block inside = block.withChildren(edited(block.children(), oneIn, moves));
      if (block.type().equals("table") && inside.children().isEmpty()) {
        inside = block;
      }
      boolean row = block.type().equals("table_row");
      switch (random.nextInt(oneIn * 4)) {
        case 0 -> edited.add(changed(inside));
        case 1 -> touched.add(key(block));
        case 2 -> {
          edited.add(row ? Block.tableRow(List.of(text(), text())) : block(2));
          edited.add(inside);
        }
        case 3 -> {
          boolean move = moves && !edited.isEmpty();
          edited.add(move ? random.nextInt(edited.size()) : edited.size(), inside);
          touched.add(key(block));
        }
        default -> edited.add(inside);
      }
      if (!inside.equals(block)) {
        touched.add(key(block));
      }
    }
    return edited;
  }

  private Block changed(Block block) {
    touched.add(key(block));
    return switch (block.type()) {
      case "table" -> block.with("has_row_header", !block.is("has_row_header"));
      case "table_row" -> Block.tableRow(List.of(block.cells().get(0), text()));
      case "to_do" -> block.with("checked", !block.is("checked"));
      case "code" -> block.withCaption(List.of());
      case "callout" -> block.with("color", random.nextBoolean() ? null : "blue");
      case "paragraph" ->
          random.nextBoolean()
              ? block.withText(text())
              : Block.of("quote", block.text()).withChildren(block.children());
      default -> block.withText(text());
    };
  }

  /** Whether neither the block nor anything inside it was changed. */
  boolean isUntouched(Block block) {
    return !touched.contains(key(block)) && block.children().stream().allMatch(this::isUntouched);
  }

  private static String key(Block block) {
    return block.toString();
  }
}
