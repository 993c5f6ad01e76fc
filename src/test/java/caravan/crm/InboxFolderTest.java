package caravan.crm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxFolderTest {

  @TempDir private Path root;

  @Test
  void foldersAndNamesTellTheKind() {
    InboxFolder folder = new InboxFolder(root);
    assertThat(folder.kind(root.resolve("deals/anything.csv"))).contains(Kind.DEALS);
    assertThat(folder.kind(root.resolve("Deals/companies.csv"))).contains(Kind.DEALS);
    assertThat(folder.kind(root.resolve("companies-2026.csv"))).contains(Kind.COMPANIES);
    assertThat(folder.kind(root.resolve("CONTACTS.json"))).contains(Kind.CONTACTS);
    assertThat(folder.kind(root.resolve("dealsheet.csv"))).isEmpty();
    assertThat(folder.kind(root.resolve("x/y.csv"))).isEmpty();
  }

  @Test
  void nothingIsOverwrittenAndFailuresHaveAReport() throws IOException {
    InboxFolder folder = new InboxFolder(root);
    folder.create();
    for (int i = 0; i < 3; i++) {
      folder.done(Files.writeString(root.resolve("deals/a.csv"), "content " + i));
    }
    assertThat(root.resolve("done/deals/a.csv")).hasContent("content 0");
    assertThat(root.resolve("done/deals/a (3).csv")).hasContent("content 2");
    folder.failed(Files.writeString(root.resolve("deals/b.csv"), "x"), "what was wrong");
    assertThat(root.resolve("failed/deals/b.csv")).hasContent("x");
    assertThat(root.resolve("failed/deals/b.csv.report.txt")).hasContent("what was wrong");
    assertThat(root.resolve("deals")).isEmptyDirectory();
  }
}
