package caravan.sandbox.wordpress;

import io.vertx.core.buffer.Buffer;

/**
 * A file in the media library.
 *
 * @param id shared with posts
 * @param slug unique among posts and media
 * @param title what people call it
 * @param path below {@code /wp-content/uploads}
 * @param type such as {@code image/png}
 * @param content the bytes
 */
public record WpMedia(
    long id, String slug, String title, String path, String type, Buffer content) {}
