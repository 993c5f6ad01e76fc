package caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.Sandbox;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.ValueBuilder;
import caravan.sandbox.wordpress.WordPressSandbox;
import caravan.sandbox.wordpress.WpMedia;
import caravan.sandbox.wordpress.WpPost;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One post for each page and one image for each content where the hub's process is killed. */
class EditorialCalendarKillTest {

  private static final int PAGES = 24;
  private static final int PICTURES = 6;
  private static final int KILLS = 3;

  /** The start of a process counts, on a machine with other work. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @Test
  void killedThreeTimesItLeavesOnePostAndOneImageEach(@TempDir Path folder) {
    SandboxOptions options =
        SandboxOptions.unlimited().toBuilder().latency(Duration.ofMillis(60)).build();
    WordPressSandbox wordPress = new WordPressSandbox(Clock.systemUTC());
    Path home = CaravanHome.copyTo(folder.resolve("home"));
    try (TestSandbox sandbox = new TestSandbox(options);
        Sandbox site =
            Sandbox.start(options.toBuilder().latency(Duration.ofMillis(120)).build(), wordPress)) {
      String calendar = Calendar.createDataSource(sandbox.notion());
      List<String> pages = new ArrayList<>();
      for (int i = 0; i < PAGES; i++) {
        String image =
            sandbox
                .notion()
                .files()
                .upload("P" + i + ".png", "image/png", Calendar.picture(i % PICTURES));
        pages.add(
            sandbox
                .notion()
                .createPage(
                    calendar,
                    ValueBuilder.titled("Name", "Page " + i)
                        .option("Status", "status", "Ready")
                        .options("Tags", "Camels")
                        .build(),
                    "![P](" + image + ")"));
      }
      Map<String, String> environment = environment(sandbox, site, calendar);
      Random random = new Random(20261124);
      for (int kill = 0; kill < KILLS; kill++) {
        long writes = site.log().counts("wordpress").requests() + 6 + random.nextInt(20);
        try (HubProcess hub =
            HubProcess.start(home, environment, "-Xmx192m", "-XX:TieredStopAtLevel=1")) {
          await()
              .atMost(PATIENCE)
              .pollInterval(Duration.ofMillis(5))
              .until(() -> site.log().counts("wordpress").requests() >= writes || !hub.isAlive());
          assertThat(hub.isAlive()).as(hub::output).isTrue();
          hub.kill();
        }
        assertThat(published(wordPress)).as("killed in the middle of its work").isLessThan(PAGES);
      }
      try (HubProcess hub =
          HubProcess.start(home, environment, "-Xmx192m", "-XX:TieredStopAtLevel=1")) {
        await().atMost(PATIENCE).until(() -> published(wordPress) == PAGES);
        assertThat(hub.terminate()).as(hub::output).isZero();
      }

      assertThat(wordPress.site().posts()).hasSize(PAGES);
      assertThat(wordPress.site().posts())
          .extracting(WpPost::title)
          .doesNotHaveDuplicates()
          .allMatch(title -> title.startsWith("Page "));
      for (String page : pages) {
        String mark = "caravan-" + page.replace("-", "");
        assertThat(wordPress.site().posts())
            .filteredOn(post -> post.content().contains(mark))
            .hasSize(1);
      }
      assertThat(wordPress.site().media()).hasSize(PICTURES);
      assertThat(wordPress.site().media())
          .extracting(WpMedia::slug)
          .noneMatch(slug -> slug.endsWith("-2"));
    }
  }

  private static long published(WordPressSandbox wordPress) {
    return wordPress.site().posts().stream()
        .filter(post -> post.status().equals("publish"))
        .count();
  }

  private static Map<String, String> environment(
      TestSandbox sandbox, Sandbox site, String calendar) {
    Map<String, String> environment = new TreeMap<>(sandbox.environment());
    environment.put("WORDPRESS_URL", site.url() + "/wordpress");
    environment.put("WORDPRESS_USER", "publisher");
    environment.put("WORDPRESS_PASSWORD", "any");
    environment.put("WORDPRESS_SETTLE", "2s");
    environment.put("SYNC_WORKERS", "4");
    environment.put("SYNC_RETRY_EVERY", "500ms");
    environment.put("EDITORIAL_CALENDAR_ENABLED", "true");
    environment.put("EDITORIAL_CALENDAR_DATA_SOURCE", calendar);
    environment.put("EDITORIAL_CALENDAR_EVERY", "2s");
    return environment;
  }
}
