package caravan.setup;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.sandbox.Sandbox;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.wordpress.WordPressOptions;
import caravan.sandbox.wordpress.WordPressSandbox;
import caravan.settings.Settings;
import caravan.settings.SettingsLoader;
import caravan.setup.Finding.Result;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WordPressCheckTest {

  private final Sandbox server =
      Sandbox.start(
          SandboxOptions.unlimited(),
          new WordPressSandbox(
              WordPressOptions.defaults().withUser("publisher", "right"), Clock.systemUTC()));

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aSiteThatTakesTheCredentialsIsAllRight() throws Exception {
    Finding finding = look(server.url() + "/wordpress/", "right");
    assertThat(finding.result()).isEqualTo(Result.OK);
    assertThat(finding.text()).contains("publisher");
  }

  @Test
  void wrongCredentialsAnotherAddressAndNoSiteAreSaid() throws Exception {
    assertThat(look(server.url() + "/wordpress", "wrong").text())
        .contains("refuses the credentials", "WORDPRESS_PASSWORD");
    assertThat(look(server.url() + "/notion", "right"))
        .extracting(Finding::result)
        .isEqualTo(Result.WRONG);
    assertThat(look("http://127.0.0.1:1", "right").text())
        .contains("cannot be reached", "wordpress.url");
  }

  @Test
  void whatIsNotSetIsSaidByTheSettings() throws Exception {
    assertThat(new WordPressCheck(settings("", "x"), new ServiceClient()).look()).isEmpty();
  }

  private static Finding look(String url, String password) throws InterruptedException {
    List<Finding> findings =
        new WordPressCheck(settings(url, password), new ServiceClient()).look();
    assertThat(findings).hasSize(1);
    return findings.get(0);
  }

  private static Settings settings(String url, String password) {
    return new SettingsLoader(
            Path.of(""),
            Map.of(
                "WORDPRESS_URL", url,
                "WORDPRESS_USER", "publisher",
                "WORDPRESS_PASSWORD", password))
        .load();
  }
}
