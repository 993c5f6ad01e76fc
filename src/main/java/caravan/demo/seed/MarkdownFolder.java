package caravan.demo.seed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/** Real documents as issues: one for each Markdown file of a folder. */
public final class MarkdownFolder {
  private static final Pattern FRONT_MATTER =
      Pattern.compile("\\A---\\R.*?\\R---\\R", Pattern.DOTALL);
  private static final List<String> STATES = List.of("Backlog", "Todo", "In Progress", "Done");

  private MarkdownFolder() {}

  /**
   * The issues of all `*.md` files, sorted by file name. Title: the first heading, else the file's
   * name; description: the whole text; id: made from the file's name, so it is the same every time.
   *
   * @param now the newest issue is one minute older
   * @throws IOException if the folder or a file can't be read
   */
  public static List<SeedIssue> read(Path folder, Instant now) throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(folder)) {
      files = entries.filter(MarkdownFolder::isMarkdown).sorted().toList();
    }
    List<SeedIssue> issues = new ArrayList<>();
    for (Path file : files) {
      Duration age = Duration.ofMinutes(files.size() - issues.size());
      issues.add(issue(file, issues.size(), now.minus(age)));
    }
    return issues;
  }

  private static boolean isMarkdown(Path file) {
    return name(file).endsWith(".md") && Files.isRegularFile(file);
  }

  private static String name(Path file) {
    return file.getName(file.getNameCount() - 1).toString();
  }

  private static SeedIssue issue(Path file, int index, Instant changedAt) throws IOException {
    String name = name(file);
    String text = Files.readString(file);
    return new SeedIssue(
        UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString(),
        title(text).orElse(name.substring(0, name.length() - ".md".length())),
        text,
        index % 5,
        null,
        null,
        STATES.get(index % STATES.size()),
        null,
        List.of("Document"),
        null,
        changedAt,
        changedAt);
  }

  /** The text of the first heading; YAML front matter is no heading, though it parses as one. */
  static Optional<String> title(String markdown) {
    Matcher front = FRONT_MATTER.matcher(markdown);
    String text = front.find() ? markdown.substring(front.end()) : markdown;
    FirstHeading heading = new FirstHeading();
    Parser.builder().build().parse(text).accept(heading);
    String title = heading.text.toString().strip();
    return title.isEmpty() ? Optional.empty() : Optional.of(title);
  }

  private static final class FirstHeading extends AbstractVisitor {
    private final StringBuilder text = new StringBuilder();
    private boolean inside;

    @Override
    public void visit(Heading heading) {
      if (text.isEmpty()) {
        inside = true;
        visitChildren(heading);
        inside = false;
      }
    }

    @Override
    public void visit(Text node) {
      append(node.getLiteral());
    }

    @Override
    public void visit(Code node) {
      append(node.getLiteral());
    }

    @Override
    public void visit(SoftLineBreak node) {
      append(" ");
    }

    @Override
    public void visit(HardLineBreak node) {
      append(" ");
    }

    private void append(String piece) {
      if (inside) {
        text.append(piece);
      }
    }
  }
}
