package caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.sandbox.MovableClock;
import caravan.sandbox.notion.ValueBuilder;
import caravan.store.RunReport;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the integration editorial-calendar promises, on whatever WordPress there is. */
abstract class EditorialCalendarSuite {

  final MovableClock clock =
      new MovableClock(Instant.now().truncatedTo(ChronoUnit.MINUTES).plusSeconds(30).toString());

  @TempDir private Path folder;

  Calendar calendar;
  Blog blog;

  /** The site; another test may have used it before. */
  abstract Blog site();

  @BeforeEach
  void start() {
    blog = site();
    calendar = new Calendar(folder, clock, blog);
    calendar.start();
  }

  @AfterEach
  void close() {
    calendar.close();
  }

  @Test
  void aReadyPageBecomesOnePostThatFollowsIt() {
    String page =
        calendar.page(
            ValueBuilder.titled("Name", "Salt & silk <of> the Sahara")
                .text("Slug", "Salt and Silk")
                .text("Excerpt", "What they carried & why")
                .options("Tags", "Camels", "R&D")
                .option("Category", "select", "News"),
            "Ready",
            "# The road\n\nThey carried **salt**.\n\n![Elsewhere](https://example.com/a.png)");

    assertThat(calendar.poll().createdCount()).isEqualTo(1);
    JsonNode post = blog.postOf(page);
    assertThat(post.path("status").asText()).isEqualTo("publish");
    assertThat(post.path("slug").asText()).isEqualTo("salt-and-silk");
    assertThat(post.at("/title/raw").asText()).isEqualTo("Salt &amp; silk &lt;of&gt; the Sahara");
    assertThat(post.at("/excerpt/raw").asText()).isEqualTo("What they carried &amp; why");
    assertThat(post.at("/content/rendered").asText())
        .contains("<h1 dir=\"auto\">The road</h1>", "<strong>salt</strong>")
        .contains("src=\"https://example.com/a.png\"")
        .doesNotContain("<br", "caravan-");
    assertThat(blog.names(post, "tags")).containsExactlyInAnyOrder("Camels", "R&amp;D");
    assertThat(blog.names(post, "categories")).containsExactly("News");

    calendar.edit(
        page, ValueBuilder.titled("Name", "Salt").options("Tags", "Camels").text("Slug", "new"));
    calendar.notion().replaceBody(page, "They carried gold.");
    RunReport updated = calendar.poll();
    assertThat(updated.updatedCount()).isEqualTo(1);
    assertThat(updated.notes()).contains("slugs kept as first published: 1");
    JsonNode after = blog.postOf(page);
    assertThat(after.path("id")).isEqualTo(post.path("id"));
    assertThat(after.path("slug").asText()).isEqualTo("salt-and-silk");
    assertThat(after.path("date_gmt")).isEqualTo(post.path("date_gmt"));
    assertThat(after.at("/title/raw").asText()).isEqualTo("Salt");
    assertThat(after.at("/content/rendered").asText()).contains("gold").doesNotContain("salt");
    assertThat(blog.names(after, "tags")).containsExactly("Camels");

    calendar.edit(
        page, ValueBuilder.values().empty("Category", "select").empty("Tags", "multi_select"));
    calendar.poll();
    assertThat(blog.postOf(page).path("categories")).isEmpty();
    assertThat(blog.postOf(page).path("tags")).isEmpty();
    after = blog.postOf(page);

    calendar.poll();
    assertThat(calendar.poll().updatedCount()).isZero();
    assertThat(blog.postOf(page)).as("untouched").isEqualTo(after);
  }

  @Test
  void aSlugThatIsMadeOfTheTitleStaysOnceItIsPublished() {
    String page = calendar.page("Grüezi from Café Åland!", "Scheduled", "Text.");
    calendar.edit(page, ValueBuilder.values().date("Publish Date", "2099-05-01", null));
    calendar.poll();
    assertThat(blog.postOf(page).path("slug").asText()).isEqualTo("gruezi-from-cafe-aland");

    calendar.edit(page, ValueBuilder.titled("Name", "Still to come"));
    calendar.poll();
    assertThat(blog.postOf(page).path("slug").asText())
        .as("nobody knows its address yet")
        .isEqualTo("still-to-come");

    calendar.edit(page, ValueBuilder.values().date("Publish Date", "2026-01-31", null));
    calendar.poll();
    assertThat(blog.postOf(page).path("status").asText()).isEqualTo("publish");
    calendar.edit(page, ValueBuilder.titled("Name", "Another title"));
    calendar.poll();
    assertThat(blog.postOf(page).path("slug").asText()).isEqualTo("still-to-come");
    assertThat(blog.postOf(page).at("/title/raw").asText()).isEqualTo("Another title");
  }

  @Test
  void aDateInTheFutureSchedulesThePost() {
    String day = calendar.page("A day", "Ready", "Text.");
    calendar.edit(day, ValueBuilder.values().date("Publish Date", "2099-05-01", null));
    String moment = calendar.page("A moment", "Scheduled", "Text.");
    calendar.edit(
        moment, ValueBuilder.values().date("Publish Date", "2099-05-01T09:30:00-04:00", null));
    calendar.poll();
    assertThat(blog.postOf(day).path("status").asText()).isEqualTo("future");
    assertThat(blog.postOf(day).path("date").asText())
        .as("midnight where the site is")
        .isEqualTo("2099-05-01T00:00:00");
    assertThat(blog.postOf(moment).path("status").asText()).isEqualTo("future");
    assertThat(blog.postOf(moment).path("date_gmt").asText()).isEqualTo("2099-05-01T13:30:00");

    calendar.edit(moment, ValueBuilder.values().empty("Publish Date", "date"));
    calendar.status(moment, "Published");
    calendar.poll();
    JsonNode now = blog.postOf(moment);
    assertThat(now.path("status").asText()).isEqualTo("publish");
    assertThat(now.path("date_gmt").asText()).startsWith("20").isLessThan("2099");
  }

  @Test
  void whatIsScheduledNeedsADate() {
    String page = calendar.page("When?", "Scheduled", "Text.");
    assertThat(calendar.poll().failedCount()).isEqualTo(1);
    assertThat(calendar.hub().query("SELECT error FROM failures"))
        .contains("\"When?\" is to be published at a date, but has none");
    assertThat(blog.postsOf(page)).isEmpty();

    calendar.edit(page, ValueBuilder.values().date("Publish Date", "2026-01-31", null));
    assertThat(calendar.poll().createdCount()).isEqualTo(1);
    assertThat(blog.postOf(page).path("status").asText()).isEqualTo("publish");
    assertThat(calendar.hub().failures(Calendar.NAME)).isZero();
  }

  @Test
  void backToDraftUnpublishesAndReadyPublishesTheSamePostAgain() {
    String page = calendar.page("In and out", "Draft", "Text.");
    assertThat(calendar.poll().skippedCount()).isEqualTo(1);
    assertThat(blog.postsOf(page)).as("a draft makes no post").isEmpty();
    calendar.status(page, "Ready");
    calendar.poll();
    JsonNode published = blog.postOf(page);

    calendar.status(page, "Draft");
    assertThat(calendar.poll().updatedCount()).isEqualTo(1);
    assertThat(blog.postOf(page).path("status").asText()).isEqualTo("draft");
    assertThat(blog.postOf(page).path("content")).isEqualTo(published.path("content"));
    calendar.edit(page, ValueBuilder.titled("Name", "Renamed meanwhile"));
    assertThat(calendar.poll().updatedCount()).isZero();

    calendar.status(page, "Published");
    assertThat(calendar.poll().updatedCount()).isEqualTo(1);
    JsonNode again = blog.postOf(page);
    assertThat(again.path("id")).isEqualTo(published.path("id"));
    assertThat(again.path("status").asText()).isEqualTo("publish");
    assertThat(again.path("slug").asText()).isEqualTo("in-and-out");
    assertThat(again.at("/title/raw").asText()).isEqualTo("Renamed meanwhile");
  }

  @Test
  void aPageInTheTrashTakesItsPostThereAndBack() {
    calendar.hub().stop();
    calendar.hub().set("SYNC_SWEEP_CRON", "0 * * * * ?");
    calendar.start();
    String page = calendar.page("Gone", "Ready", "Text.");
    calendar.poll();
    JsonNode published = blog.postOf(page);

    calendar.notion().trash(page);
    clock.move(java.time.Duration.ofMinutes(2));
    assertThat(calendar.hub().pollAndAwait(Calendar.NAME, "sweep").deletedCount()).isEqualTo(1);
    assertThat(blog.postOf(page).path("status").asText()).isEqualTo("trash");

    calendar.notion().restore(page);
    calendar.poll();
    JsonNode back = blog.postOf(page);
    assertThat(back.path("id")).isEqualTo(published.path("id"));
    assertThat(back.path("status").asText()).isEqualTo("publish");
    assertThat(back.path("slug").asText()).isEqualTo("gone");
  }

  @Test
  void imagesAreUploadedOnceForEachContentAndExternalOnesStayLinks() {
    byte[] picture = Calendar.picture(1 + (int) (System.nanoTime() % 100_000));
    byte[] cover = Calendar.picture(2 + (int) (System.nanoTime() % 100_000) + 200_000);
    String body =
        "![Plan]("
            + calendar.upload("Plan (1).png", picture)
            + ")\n\n"
            + "![Again]("
            + calendar.upload("Copy.png", picture)
            + ")\n\n"
            + "![Link](https://example.com/x.png)";
    String first = calendar.page("With images", "Ready", body);
    calendar.notion().cover(first, calendar.upload("Cover.png", cover));
    String second =
        calendar.page("The same image", "Ready", "![P](" + calendar.upload("P.png", picture) + ")");
    RunReport run = calendar.poll();
    assertThat(run.createdCount()).isEqualTo(2);
    assertThat(run.notes()).contains("images uploaded: 2", "files fetched: 4");

    List<JsonNode> items = blog.mediaOf(Calendar.sha256(picture));
    assertThat(items).hasSize(1);
    String address = items.get(0).path("source_url").asText();
    for (String page : List.of(first, second)) {
      assertThat(blog.postOf(page).at("/content/raw").asText())
          .contains("src=\"" + address + "\"")
          .doesNotContain("notion-hosted", "notion-files");
    }
    assertThat(blog.postOf(first).at("/content/raw").asText())
        .contains("src=\"https://example.com/x.png\"");
    List<JsonNode> covers = blog.mediaOf(Calendar.sha256(cover));
    assertThat(covers).hasSize(1);
    assertThat(blog.postOf(first).path("featured_media")).isEqualTo(covers.get(0).path("id"));
    assertThat(blog.postOf(second).path("featured_media").asLong()).isZero();

    calendar.restart();
    calendar.edit(first, ValueBuilder.titled("Name", "Images, edited"));
    RunReport edited = calendar.poll();
    assertThat(edited.updatedCount()).isEqualTo(1);
    assertThat(edited.notes()).as("known").doesNotContain("images uploaded", "files fetched");
    assertThat(blog.mediaOf(Calendar.sha256(picture))).hasSize(1);
    assertThat(blog.postOf(first).at("/content/raw").asText()).contains(address);

    blog.send("DELETE", "/media/" + items.get(0).path("id").asText() + "?force=true", null);
    calendar.edit(first, ValueBuilder.titled("Name", "Images, removed"));
    assertThat(calendar.poll().notes()).contains("images uploaded: 1");
    assertThat(blog.mediaOf(Calendar.sha256(picture))).hasSize(1);
  }

  @Test
  void categoriesAndTagsThatExistAreTakenAndRemovedOnesComeAgain() {
    if (blog.get("/tags?per_page=100").findValuesAsText("name").stream()
        .noneMatch("trade ROUTES"::equalsIgnoreCase)) {
      blog.send("POST", "/tags", "{\"name\": \"trade ROUTES\"}");
    }
    String page =
        calendar.page(
            ValueBuilder.titled("Name", "Tagged").options("Tags", "Trade routes", "Camels"),
            "Ready",
            "Text.");
    calendar.poll();
    assertThat(blog.names(blog.postOf(page), "tags"))
        .anyMatch("trade routes"::equalsIgnoreCase)
        .hasSize(2);

    long camels = 0;
    for (JsonNode tag : blog.get("/tags?per_page=100")) {
      camels = tag.path("name").asText().equals("Camels") ? tag.path("id").asLong() : camels;
    }
    blog.send("DELETE", "/tags/" + camels + "?force=true", null);
    calendar.edit(page, ValueBuilder.titled("Name", "Tagged again"));
    assertThat(calendar.poll().updatedCount()).isEqualTo(1);
    assertThat(blog.names(blog.postOf(page), "tags")).contains("Camels").hasSize(2);
  }

  @Test
  void aHubWithoutItsMemoryFindsThePostsThatItMade() {
    String published = calendar.page("Made before", "Ready", "Text.");
    String trashed = calendar.page("In the trash", "Ready", "Text.");
    calendar.poll();
    blog.send("DELETE", "/posts/" + blog.postOf(trashed).path("id").asText(), null);
    calendar.edit(published, ValueBuilder.titled("Name", "Known again"));
    calendar.status(trashed, "Draft");
    calendar.hub().stop();
    calendar.hub().loseStore();
    calendar.start();
    RunReport run = calendar.poll();
    assertThat(run.createdCount()).isZero();
    assertThat(run.updatedCount()).isEqualTo(1);
    assertThat(blog.postOf(published).at("/title/raw").asText()).isEqualTo("Known again");
    assertThat(blog.postOf(trashed).path("status").asText()).isEqualTo("trash");
  }

  @Test
  void aPostThatWasRemovedForGoodIsMadeAnew() {
    String page = calendar.page("Removed", "Ready", "Text.");
    calendar.poll();
    String before = blog.postOf(page).path("id").asText();
    blog.send("DELETE", "/posts/" + before + "?force=true", null);
    calendar.edit(page, ValueBuilder.titled("Name", "Removed and back"));
    assertThat(calendar.poll().createdCount()).isEqualTo(1);
    assertThat(blog.postOf(page).path("id").asText()).isNotEqualTo(before);
  }

  @Test
  void aPostThatIsNotThePagesAnyMoreIsLeftAlone() {
    String page = calendar.page("Taken over", "Ready", "Text.");
    calendar.poll();
    String id = blog.postOf(page).path("id").asText();
    blog.send("POST", "/posts/" + id, "{\"title\": \"Mine\", \"content\": \"My own text\"}");
    calendar.edit(page, ValueBuilder.titled("Name", "Edited"));
    assertThat(calendar.poll().failedCount()).isEqualTo(1);
    assertThat(calendar.hub().query("SELECT error FROM failures"))
        .contains("post " + id, "does not carry its mark any more", "caravan-");
    assertThat(blog.get("/posts/" + id + "?context=edit").at("/title/raw").asText())
        .isEqualTo("Mine");
    assertThat(blog.postsOf(page)).isEmpty();
    blog.send("DELETE", "/posts/" + id + "?force=true", null);
  }

  /** An editor may store scripts: WordPress keeps what comes, and runs its shortcodes. */
  @Test
  void whatIsWrittenIsShownAsItIsAndNothingOfItRuns() {
    String page =
        calendar.page(
            "<script>alert(1)</script>",
            "Ready",
            "[gallery] and [caption]x[/caption] <script>alert(2)</script>\n\n"
                + "```\nhttps://www.youtube.com/watch?v=dQw4w9WgXcQ\n\n  a \\n < b\n```");
    calendar.poll();
    JsonNode post = blog.postOf(page);
    assertThat(post.at("/title/raw").asText()).isEqualTo("&lt;script&gt;alert(1)&lt;/script&gt;");
    String shown = org.jsoup.Jsoup.parse(post.at("/content/rendered").asText()).wholeText();
    assertThat(post.at("/content/rendered").asText())
        .doesNotContain("<script", "<iframe", "<p></p>");
    assertThat(shown).contains("[gallery] and [caption]x[/caption]");
    assertThat(shown).contains("https://www.youtube.com/watch?v=dQw4w9WgXcQ\n\n  a \\n < b");
  }
}
