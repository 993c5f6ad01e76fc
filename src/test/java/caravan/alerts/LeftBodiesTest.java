package caravan.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.alerts.LeftBodies.News;
import caravan.store.BodyStore;
import caravan.store.BodyStore.Conflict;
import caravan.store.Store;
import caravan.testing.Databases;
import caravan.testing.SettableClock;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftBodiesTest {

  private static final String PAGE = "44444444-2222-4333-8444-555555555555";

  private Store store;
  private LeftBodies leftBodies;

  @BeforeEach
  void open(@TempDir Path home) {
    store = Databases.h2(home);
    leftBodies = new LeftBodies(new BodyStore(store, new SettableClock("2026-11-22T10:00:00Z")));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void peopleAreToldWhichPageWhatWasDoneAndWhatToDo() {
    leftBodies.left(new Conflict("ds", "r1", "x", PAGE));
    News news = leftBodies.news("x");
    assertThat(news.text())
        .isEqualTo(
            """
            x: people edited the body of this page in Notion; left as it is, all else was written:
            https://app.notion.com/p/44444444222243338444555555555555 (record r1)
            Undo the edits in Notion, or set x.on-conflict=overwrite; then the body follows with the\
             record's next change.""");
    assertThat(leftBodies.news("other")).isNull();
    leftBodies.told(news);
    assertThat(leftBodies.news("x")).isNull();
  }

  @Test
  void whatOneRunTellsNoOtherTellsAtTheSameTime() {
    leftBodies.left(new Conflict("ds", "r1", "x", PAGE));
    News first = leftBodies.news("x");
    leftBodies.left(new Conflict("ds", "r2", "x", PAGE));
    News second = leftBodies.news("x");
    assertThat(second.text()).contains("r2").doesNotContain("r1");
    leftBodies.told(second);
    assertThat(leftBodies.news("x")).isNull();
    leftBodies.notTold(first);
    assertThat(leftBodies.news("x").text()).contains("r1").doesNotContain("r2");
  }

  @Test
  void aHubThatEndsBeforePeopleWereToldTellsThemAfterItsRestart() {
    leftBodies.left(new Conflict("ds", "r1", "x", PAGE));
    leftBodies.news("x");
    LeftBodies restarted =
        new LeftBodies(new BodyStore(store, new SettableClock("2026-11-22T10:00:00Z")));
    assertThat(restarted.news("x").text()).contains("r1");
  }

  @Test
  void aRunThatLeavesManyIsOneMessageThatNamesTheFirstTen() {
    for (int i = 0; i < 25; i++) {
      leftBodies.left(new Conflict("ds", "r" + i, "x", PAGE));
    }
    String news = leftBodies.news("x").text();
    assertThat(news).contains("the bodies of these pages", "and 15 more, all named in the log");
    assertThat(news.lines().filter(line -> line.contains("(record r"))).hasSize(10);
  }
}
