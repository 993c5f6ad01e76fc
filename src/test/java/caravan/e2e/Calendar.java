package caravan.e2e;

import caravan.sandbox.MovableClock;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.NotionSandbox;
import caravan.sandbox.notion.SchemaBuilder;
import caravan.sandbox.notion.ValueBuilder;
import caravan.store.RunReport;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import javax.imageio.ImageIO;

/** A hub with an editorial calendar in Notion's sandbox, and a WordPress site somewhere. */
final class Calendar implements AutoCloseable {

  static final String NAME = "editorial-calendar";

  private final MovableClock clock;
  private final HubOnSandbox hub;
  private final String dataSource;

  Calendar(Path folder, MovableClock clock, Blog blog) {
    this.clock = clock;
    // Ids of pages come from the seed; a site that several tests share must not meet one twice.
    SandboxOptions options =
        SandboxOptions.unlimited().toBuilder().clock(clock).seed(System.nanoTime()).build();
    hub = new HubOnSandbox(folder, options);
    dataSource = createDataSource(notion());
    hub.set("EDITORIAL_CALENDAR_DATA_SOURCE", dataSource);
    hub.set("EDITORIAL_CALENDAR_CRON", "0 0 0 1 1 ? 2099");
    hub.set("WORDPRESS_URL", blog.url());
    hub.set("WORDPRESS_USER", blog.user());
    hub.set("WORDPRESS_PASSWORD", blog.password());
  }

  static String createDataSource(NotionSandbox notion) {
    return notion.createDataSource(
        "Editorial calendar",
        SchemaBuilder.titled("Name")
            .options("Status", "status", "Idea", "Draft", "Ready", "Scheduled", "Published")
            .plain("Publish Date", "date")
            .plain("Slug", "rich_text")
            .plain("Excerpt", "rich_text")
            .options("Tags", "multi_select", "Camels", "R&D", "Trade routes")
            .options("Category", "select", "News", "Guides")
            .build());
  }

  Calendar start() {
    hub.start(NAME);
    return this;
  }

  Calendar restart() {
    hub.stop();
    return start();
  }

  HubOnSandbox hub() {
    return hub;
  }

  NotionSandbox notion() {
    return hub.sandbox().notion();
  }

  String dataSource() {
    return dataSource;
  }

  String page(String title, String status, String markdown) {
    return page(ValueBuilder.titled("Name", title), status, markdown);
  }

  String page(ValueBuilder values, String status, String markdown) {
    return notion()
        .createPage(dataSource, values.option("Status", "status", status).build(), markdown);
  }

  void edit(String page, ValueBuilder values) {
    notion().editProperties(page, values.build());
  }

  void status(String page, String status) {
    edit(page, ValueBuilder.values().option("Status", "status", status));
  }

  /** Polls once the minute of the last edits has closed. */
  RunReport poll() {
    clock.move(Duration.ofSeconds(70));
    hub.forgetRequests();
    return hub.poll(NAME);
  }

  /** An image that is uploaded to Notion; its address. */
  String upload(String name, byte[] image) {
    return notion().files().upload(name, "image/png", image);
  }

  /** A picture that differs from those of other numbers. */
  static byte[] picture(int number) {
    BufferedImage image = new BufferedImage(32, 24, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 32; x++) {
      for (int y = 0; y < 24; y++) {
        image.setRGB(x, y, number * 7_919 + x * 131 + y);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    hub.close();
  }
}
