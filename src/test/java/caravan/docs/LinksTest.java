package caravan.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page that points to a file of the project points to one that exists. */
class LinksTest {

  private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)#]+)[^)]*\\)");

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "routes/README.md"})
  void everyLinkWithinTheProjectLeadsSomewhere(String page) throws IOException {
    Path file = Path.of(page);
    List<String> targets =
        LINK.matcher(Files.readString(file, StandardCharsets.UTF_8))
            .results()
            .map(found -> found.group(1))
            .toList();

    assertThat(targets).isNotEmpty();
    assertThat(targets).allSatisfy(target -> assertThat(file.resolveSibling(target)).exists());
  }
}
