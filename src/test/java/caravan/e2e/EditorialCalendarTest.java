package caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.FaultRule;
import caravan.sandbox.RequestLog.Entry;
import caravan.sandbox.Sandbox;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.ValueBuilder;
import caravan.sandbox.wordpress.WordPressOptions;
import caravan.sandbox.wordpress.WordPressSandbox;
import caravan.store.RunReport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same on the sandbox's site, and what becomes of it when WordPress fails. */
class EditorialCalendarTest extends EditorialCalendarSuite {

  private static final String PASSWORD = "abcd EFGH ijkl MNOP";

  private final WordPressSandbox wordPress =
      new WordPressSandbox(WordPressOptions.defaults().withUser("publisher", PASSWORD), clock);
  private final Sandbox server =
      Sandbox.start(SandboxOptions.unlimited().toBuilder().clock(clock).build(), wordPress);

  @Override
  Blog site() {
    return new Blog(server.url() + "/wordpress", "publisher", PASSWORD);
  }

  @AfterEach
  void closeSite() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultRule.Kind.class,
      names = {"RESET_AFTER", "COMMITTED_503", "TRUNCATED"})
  void aCreateWhoseAnswerWasLostIsNotRepeated(FaultRule.Kind kind) {
    String page = calendar.page("Lost", "Ready", "Text.");
    fault(FaultRule.of(kind), "POST", "/posts");
    assertThat(calendar.poll().failedCount()).isEqualTo(1);
    assertThat(wordPress.site().posts()).as("there, but the hub does not know").hasSize(1);
    assertThat(blog.postOf(page).path("status").asText()).as("not for readers").isEqualTo("draft");

    deliverWhatWaits(Duration.ofSeconds(10));
    assertThat(blog.postOf(page).path("status").asText()).isEqualTo("publish");
    assertThat(blog.postOf(page).path("slug").asText()).isEqualTo("lost");
    assertThat(requests("POST", "/posts")).hasSize(1);
  }

  @Test
  void aCreateThatNeverArrivedIsSentAgainOnceItHadTimeToArrive() {
    String page = calendar.page("Never", "Ready", "Text.");
    fault(FaultRule.of(FaultRule.Kind.RESET_BEFORE), "POST", "/posts");
    assertThat(calendar.poll().failedCount()).isEqualTo(1);
    clock.move(Duration.ofSeconds(10));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> calendar.hub().query("SELECT kind FROM failures").equals("OutcomeUnknown"));
    assertThat(requests("POST", "/posts")).as("it may still be on its way").hasSize(1);

    deliverWhatWaits(Duration.ofMinutes(2));
    assertThat(blog.postOf(page).path("status").asText()).isEqualTo("publish");
  }

  @Test
  void aFailureAfterTheCreateGoesOnWithTheSamePost() {
    String page = calendar.page("Half", "Ready", "Text.");
    fault(FaultRule.status(400), "POST", "/posts/\\d+");
    assertThat(calendar.poll().failedCount()).isEqualTo(1);
    assertThat(blog.postOf(page).path("status").asText()).isEqualTo("draft");
    deliverWhatWaits(Duration.ofSeconds(10));
    assertThat(blog.postOf(page).path("status").asText()).isEqualTo("publish");
    assertThat(blog.postOf(page).path("slug").asText()).isEqualTo("half");
  }

  @Test
  void anUpdateWhoseAnswerWasLostIsRepeatedAtOnce() {
    String page = calendar.page("Updated", "Ready", "Text.");
    calendar.poll();
    calendar.edit(page, ValueBuilder.titled("Name", "Updated twice"));
    fault(FaultRule.of(FaultRule.Kind.RESET_AFTER), "POST", "/posts/\\d+");
    assertThat(calendar.poll().updatedCount()).isEqualTo(1);
    assertThat(blog.postOf(page).at("/title/raw").asText()).isEqualTo("Updated twice");
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultRule.Kind.class,
      names = {"RESET_AFTER", "COMMITTED_503"})
  void anUploadWhoseAnswerWasLostIsNotRepeated(FaultRule.Kind kind) {
    byte[] picture = Calendar.picture(5);
    String page =
        calendar.page("Image", "Ready", "![P](" + calendar.upload("P.png", picture) + ")");
    fault(FaultRule.of(kind), "POST", "/media");
    assertThat(calendar.poll().failedCount()).isEqualTo(1);
    assertThat(wordPress.site().posts()).as("written whole or not at all").isEmpty();
    deliverWhatWaits(Duration.ofSeconds(10));
    assertThat(wordPress.site().media()).hasSize(1);
    assertThat(requests("POST", "/media")).hasSize(1);
    assertThat(blog.postOf(page).at("/content/raw").asText())
        .contains(wordPress.site().media().get(0).path());
  }

  @Test
  void anImageThatWordPressDoesNotTakeIsAFailureThatSaysWhatToDo() {
    String drawing = calendar.notion().files().upload("Plan.svg", "image/svg+xml", new byte[] {60});
    String page = calendar.page("Drawing", "Ready", "![D](" + drawing + ")");
    assertThat(calendar.poll().failedCount()).isEqualTo(1);
    assertThat(calendar.hub().query("SELECT error FROM failures"))
        .contains("\"Plan.svg\" (image/svg+xml) was refused", "Put another kind of image");
    assertThat(blog.postsOf(page)).isEmpty();
    assertThat(requests("POST", "/media")).as("it would be refused again").hasSize(1);
  }

  @Test
  void aSiteThatIsAwayKeepsTheRecordsAndGetsThemLater() {
    calendar.page("One", "Ready", "Text.");
    calendar.page("Two", "Ready", "Text.");
    server.faults().add(FaultRule.status(500).on("wordpress", null, null));
    RunReport run = calendar.poll();
    assertThat(run.failedCount()).isEqualTo(2);
    assertThat(run.state()).isEqualTo("done");
    server.faults().clear();
    deliverWhatWaits(Duration.ofMinutes(2));
    assertThat(wordPress.site().posts()).hasSize(2);
  }

  @Test
  void wrongCredentialsStopTheRunAndNothingIsLost() {
    calendar.hub().stop();
    calendar.hub().set("WORDPRESS_PASSWORD", "wrong").start(Calendar.NAME);
    String page = calendar.page("Waits", "Ready", "Text.");
    RunReport run = calendar.poll();
    assertThat(run.state()).isEqualTo("failed");
    assertThat(run.notes()).contains("WordPress refuses the credentials", "WORDPRESS_PASSWORD");
    calendar.hub().stop();
    calendar.hub().set("WORDPRESS_PASSWORD", PASSWORD).start(Calendar.NAME);
    calendar.poll();
    assertThat(blog.postOf(page).path("status").asText()).isEqualTo("publish");
  }

  @Test
  void whatIsUnchangedCostsNoRequestToWordPress() {
    String page = calendar.page("Same", "Ready", "Text.");
    calendar.poll();
    calendar.poll();
    server.log().clear();
    calendar.edit(page, ValueBuilder.titled("Name", "Same"));
    assertThat(calendar.poll().updatedCount()).isZero();
    calendar.restart();
    calendar.poll();
    assertThat(server.log().entries("wordpress")).isEmpty();
  }

  @Test
  void theSameImageInPagesThatAreWrittenTogetherIsUploadedOnce() {
    byte[] picture = Calendar.picture(9);
    for (int i = 0; i < 8; i++) {
      calendar.page(
          "Page " + i, "Ready", "![P](" + calendar.upload("P" + i + ".png", picture) + ")");
    }
    assertThat(calendar.poll().createdCount()).isEqualTo(8);
    assertThat(wordPress.site().media()).hasSize(1);
    assertThat(wordPress.site().posts()).hasSize(8);
  }

  private void fault(FaultRule rule, String method, String path) {
    server.faults().add(rule.on("wordpress", method, "/wp-json/wp/v2" + path).times(1));
  }

  private void deliverWhatWaits(Duration after) {
    clock.move(after);
    await().atMost(Duration.ofSeconds(30)).until(() -> calendar.hub().failures(Calendar.NAME) == 0);
  }

  private List<Entry> requests(String method, String path) {
    return server
        .log()
        .entries(it -> it.method().equals(method) && it.path().equals("/wp-json/wp/v2" + path));
  }
}
