package caravan.files;

import java.nio.file.Path;

/**
 * The content of a file, on this machine's disk until the exchange that asked for it ends.
 *
 * @param name what people call the file
 * @param contentType its media type, as the file's host says; {@code application/octet-stream} if
 *     it says none
 * @param length in bytes
 * @param sha256 of the content, in hex: the same content has the same, whatever its address
 * @param path where it lies
 */
public record FileContent(String name, String contentType, long length, String sha256, Path path) {}
