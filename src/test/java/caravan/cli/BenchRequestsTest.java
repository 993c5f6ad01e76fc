package caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.testing.TestHub;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code caravan bench requests} counts what it says, and says when a promise is broken. */
class BenchRequestsTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String homeBefore;

  @TempDir Path home;

  @BeforeEach
  void copyProject() {
    homeBefore = System.getProperty("caravan.home");
    System.setProperty("caravan.home", home.toString());
    TestHub.copyProject(home);
  }

  @AfterEach
  void restoreHome() {
    if (homeBefore == null) {
      System.clearProperty("caravan.home");
    } else {
      System.setProperty("caravan.home", homeBefore);
    }
  }

  @Test
  void everyPromiseIsKeptAndTheNaivePatternCostsWhatItIsKnownFor() {
    assertThat(bench("--rows", "12")).as(err::toString).isZero();

    assertThat(row("first read of 12 rows with bodies"))
        .as("the row query and a body each; four blocks of a page are asked for their children")
        .startsWith("13", "13", "0", "0")
        .contains("49");
    assertThat(row("idle poll of a data source")).startsWith("1", "1", "0", "0").contains("1");
    assertThat(row("one edited page")).startsWith("2", "2", "0", "0").contains("5");
    assertThat(row("its confirming read, one poll later")).startsWith("1", "1", "0", "0");
    assertThat(row("first upsert of 12 records into 12 other rows"))
        .startsWith("13", "13", "1", "0") // the schema was read when the hub started
        .contains("24");
    assertThat(row("upsert of 12 known records, 1 changed"))
        .startsWith("1", "1", "0", "0")
        .contains("24");
    assertThat(row("upsert of 12 known records, none changed"))
        .startsWith("0", "0", "0", "0")
        .contains("24");
    assertThat(row("create a record with a body of 1,000 blocks"))
        .startsWith("1", "1", "0", "0")
        .contains("2");
    assertThat(row("one changed paragraph in a body of 50 blocks"))
        .startsWith("3", "2", "0", "0")
        .contains("54");
    assertThat(row("create 12 records whose parents exist"))
        .startsWith("12", "12", "0", "0")
        .contains("36");
    assertThat(out.toString()).contains("computed, not waited for").doesNotContain("BROKEN");
  }

  @Test
  void brokenPromiseIsNamedAndEndsWithOne() throws IOException {
    Files.writeString(
        home.resolve("routes/linear-issues.camel.yaml"),
        """
        - setBody: {method: {beanType: caravan.notion.NotionRequest, method: "get('/v1/users/me')"}}
        - to: {uri: direct:notion}
        """
            .indent(14),
        StandardOpenOption.APPEND);

    assertThat(bench("--rows", "2")).as(err::toString).isEqualTo(1);

    assertThat(row("first read of 2 rows with bodies")).startsWith("3", "3");
    assertThat(row("first upsert of 2 records into 2 other rows"))
        .as("a request too many for each record")
        .startsWith("3", "5", "BROKEN");
    assertThat(out.toString())
        .contains("BROKEN: create a record with a body of 1,000 blocks: promised 1")
        .doesNotContain("BROKEN: first read");
  }

  @Test
  void wrongNumberOfRowsIsRefused() {
    assertThat(bench("--rows", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--rows is from 1 to 5000, not 0");
  }

  private int bench(String... options) {
    CommandLine commandLine = Caravan.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    String[] arguments = new String[options.length + 2];
    arguments[0] = "bench";
    arguments[1] = "requests";
    System.arraycopy(options, 0, arguments, 2, options.length);
    return commandLine.execute(arguments);
  }

  /** The cells behind a job's name. */
  private List<String> row(String job) {
    Matcher row =
        Pattern.compile("(?m)^" + Pattern.quote(job) + "  +(.*)$").matcher(out.toString());
    assertThat(row.find()).as(job + " in\n" + out).isTrue();
    return List.of(row.group(1).strip().split(" {2,}"));
  }
}
