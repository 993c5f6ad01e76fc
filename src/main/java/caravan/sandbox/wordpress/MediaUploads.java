package caravan.sandbox.wordpress;

import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes files into the media library (WordPress: REST API, media). */
final class MediaUploads {

  private static final Pattern NAME = Pattern.compile("filename=\"?([^\";]+)\"?");

  /** How the content of an image begins, in hex, by the end of its name. */
  private static final Map<String, String> IMAGES =
      Map.of(
          "png",
          "89504e47",
          "jpg",
          "ffd8ff",
          "jpeg",
          "ffd8ff",
          "gif",
          "47494638",
          "webp",
          "52494646");

  private final WordPressSite site;

  MediaUploads(WordPressSite site) {
    this.site = site;
  }

  /**
   * Takes a file.
   *
   * @param disposition the header that names it
   * @throws WpFailure if it is none, or one that WordPress does not take
   */
  WpMedia take(Map<String, String> query, String disposition, Buffer content) throws WpFailure {
    if (content == null || content.length() == 0) {
      throw new WpFailure(400, "rest_upload_no_data", "No data supplied.");
    }
    Matcher named = NAME.matcher(disposition == null ? "" : disposition);
    if (!named.find()) {
      throw new WpFailure(
          400, "rest_upload_no_content_disposition", "No Content-Disposition supplied.");
    }
    String name = named.group(1).replaceAll("[^A-Za-z0-9._-]+", "-");
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    String begins = IMAGES.get(ending);
    if (!name.contains(".") || begins == null || !hex(content).startsWith(begins)) {
      throw new WpFailure(
          500,
          "rest_upload_sideload_error",
          "Sorry, you are not allowed to upload this file type.");
    }
    return site.upload(
        name,
        query.getOrDefault("slug", ""),
        query.getOrDefault("title", ""),
        "image/" + (ending.equals("jpg") ? "jpeg" : ending),
        content);
  }

  private static String hex(Buffer content) {
    StringBuilder hex = new StringBuilder(8);
    for (int i = 0; i < Math.min(4, content.length()); i++) {
      hex.append("%02x".formatted(content.getUnsignedByte(i)));
    }
    return hex.toString();
  }
}
