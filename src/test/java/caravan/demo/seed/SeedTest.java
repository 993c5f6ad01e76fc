package caravan.demo.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  private final List<SeedIssue> issues = SeedIssues.asOf(NOW);
  private final List<SeedNote> notes = SeedNotes.asOf(NOW);

  @Test
  void theSameMomentGivesTheSameSeed() {
    assertThat(SeedIssues.asOf(NOW)).isEqualTo(issues);
    assertThat(SeedNotes.asOf(NOW)).isEqualTo(notes);
  }

  @Test
  void issuesCoverEveryPriorityStateAndKindOfAssignment() {
    assertThat(issues).hasSizeGreaterThanOrEqualTo(150);
    assertThat(issues).extracting(SeedIssue::id).doesNotHaveDuplicates();
    assertThat(issues).extracting(SeedIssue::priority).contains(0, 1, 2, 3, 4);
    assertThat(issues)
        .extracting(SeedIssue::state)
        .contains("Triage", "Backlog", "Todo", "In Progress", "In Review", "Done", "Canceled");
    assertThat(issues)
        .extracting(SeedIssue::assignee)
        .contains(null, "contractor@example.com", "backend@example.com");
    assertThat(issues).anyMatch(issue -> issue.dueDate() != null);
    assertThat(issues).anyMatch(issue -> issue.estimate() != null);
    assertThat(issues).anyMatch(issue -> issue.labels().size() > 1);
    assertThat(issues).anyMatch(issue -> issue.description() == null);
  }

  @Test
  void parentsComeBeforeTheirSubIssues() {
    Set<String> seen = new HashSet<>();
    for (SeedIssue issue : issues) {
      if (issue.parentId() != null) {
        assertThat(seen).contains(issue.parentId());
      }
      seen.add(issue.id());
    }
    assertThat(issues).filteredOn(issue -> issue.parentId() != null).hasSize(40);
  }

  @Test
  void changesAreSpreadOverThePastSixtyDays() {
    assertThat(issues)
        .allMatch(issue -> issue.updatedAt().isBefore(NOW))
        .allMatch(issue -> issue.updatedAt().isAfter(NOW.minus(Duration.ofDays(61))))
        .allMatch(issue -> issue.createdAt().isBefore(issue.updatedAt()))
        .anyMatch(issue -> issue.updatedAt().isBefore(NOW.minus(Duration.ofDays(50))))
        .anyMatch(issue -> issue.updatedAt().isAfter(NOW.minus(Duration.ofDays(3))));
  }

  @Test
  void descriptionsHoldWhatPeopleWrite() {
    String all =
        issues.stream()
            .map(SeedIssue::description)
            .filter(Objects::nonNull)
            .collect(Collectors.joining("\n"));
    assertThat(all)
        .contains("```java", "```python", "```sql", "~~~diff", "- [x]", "| ---: |", "![", "> > ")
        .contains("~~struck~~", "######", "](https://example.com/", "اليمين", "תיאור", "👩‍💻")
        .contains("      - by mail")
        .doesNotContain("{n}", "{area}", "{thing}");
    assertThat(issues)
        .as("a paragraph over 2,000 characters")
        .anyMatch(issue -> lines(issue).anyMatch(line -> line.length() > 2_000));
    assertThat(issues)
        .as("a body of more than 100 blocks")
        .anyMatch(issue -> issue.description() != null && blocks(issue.description()) > 100);
  }

  private static java.util.stream.Stream<String> lines(SeedIssue issue) {
    return issue.description() == null ? java.util.stream.Stream.of() : issue.description().lines();
  }

  private static int blocks(String markdown) {
    int count = 0;
    Node block = Parser.builder().build().parse(markdown).getFirstChild();
    for (; block != null; block = block.getNext()) {
      count++;
    }
    return count;
  }

  @Test
  void mostNotesAreFinalAndAllHaveActionItems() {
    assertThat(notes).hasSize(20);
    assertThat(notes).filteredOn(note -> note.status().equals("Final")).hasSizeGreaterThan(11);
    assertThat(notes).extracting(SeedNote::status).contains("Draft", "In review");
    assertThat(notes).allMatch(note -> note.editedAt().isBefore(NOW.minusSeconds(60)));
    assertThat(notes).allMatch(note -> note.markdown().contains("- [ ] "));
    assertThat(notes).anyMatch(note -> note.markdown().contains("- [x] "));
    assertThat(notes).allMatch(note -> note.participants().size() >= 2);
    assertThat(notes).noneMatch(note -> note.participants().contains("contractor@example.com"));
  }

  @Test
  void aFolderOfMarkdownBecomesOneIssuePerFile(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("b.md"), "intro\n\n## The `b` *file*\n\ntext");
    Files.writeString(folder.resolve("a.md"), "no heading at all");
    Files.writeString(
        folder.resolve("c.md"), "---\nname: c\nother: x\n---\n\n# Behind front matter\n");
    Files.writeString(folder.resolve("ignored.txt"), "# Not Markdown");

    List<SeedIssue> read = MarkdownFolder.read(folder, NOW);

    assertThat(read)
        .extracting(SeedIssue::title)
        .containsExactly("a", "The b file", "Behind front matter");
    assertThat(read.get(1).description()).isEqualTo("intro\n\n## The `b` *file*\n\ntext");
    assertThat(MarkdownFolder.read(folder, NOW)).isEqualTo(read);
    assertThat(read).extracting(SeedIssue::id).doesNotHaveDuplicates();
  }

  @Test
  void realDocumentsAreReadWhole() throws IOException {
    Path folder = Path.of("../shared/reference/markdown");
    assumeTrue(Files.isDirectory(folder), "skipped: " + folder + " is not there");

    List<SeedIssue> read = MarkdownFolder.read(folder, NOW);

    String[] names = folder.toFile().list((dir, name) -> name.endsWith(".md"));
    assertThat(read).hasSameSizeAs(Arrays.asList(Objects.requireNonNull(names)));
    assertThat(read).noneMatch(issue -> issue.title().isBlank());
    assertThat(read).allMatch(issue -> issue.title().length() <= 255);
  }
}
