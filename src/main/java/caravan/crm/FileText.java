package caravan.crm;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The text of a file: UTF-8, with a byte order mark or without, or UTF-16 with one. Bytes that are
 * no text in it are an error: another encoding would have to be guessed, and names would be wrong.
 */
final class FileText {

  private FileText() {}

  /** The text behind the byte order mark, if there is one. */
  static Reader of(InputStream stream) throws IOException {
    PushbackInputStream bytes = new PushbackInputStream(stream, 3);
    byte[] start = bytes.readNBytes(3);
    Charset charset = StandardCharsets.UTF_8;
    int mark = 0;
    if (starts(start, 0xEF, 0xBB, 0xBF)) {
      mark = 3;
    } else if (starts(start, 0xFE, 0xFF)) {
      charset = StandardCharsets.UTF_16BE;
      mark = 2;
    } else if (starts(start, 0xFF, 0xFE)) {
      charset = StandardCharsets.UTF_16LE;
      mark = 2;
    }
    bytes.unread(start, mark, start.length - mark);
    return new InputStreamReader(
        bytes,
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  private static boolean starts(byte[] bytes, int... mark) {
    if (bytes.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((bytes[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /** Why reading ended, in words for those who wrote the file. */
  static String unreadable(Throwable error) {
    String rest = "; from here on nothing was read";
    if (error instanceof CharacterCodingException) {
      return "near here are bytes that are no UTF-8; save the file as UTF-8" + rest;
    }
    String said =
        error instanceof JsonProcessingException json
            ? json.getOriginalMessage()
            : String.valueOf(error.getMessage());
    return "it cannot be read: " + said.replaceAll("\\s+", " ").strip() + rest;
  }
}
