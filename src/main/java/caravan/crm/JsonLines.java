package caravan.crm;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.Reader;
import java.util.List;

/**
 * The records of a JSON file: an object, a list of objects, or objects one after the other. A field
 * that is absent is left alone, null clears it.
 */
final class JsonLines extends LinesAhead {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final Fields fields;
  private final JsonParser parser;
  private final boolean places;
  private long place;
  private boolean any;

  /**
   * @param places whether records are told by their place in the list, and not by their line
   */
  private JsonLines(Kind kind, Reader reader, boolean places) throws IOException {
    this.fields = new Fields(kind);
    this.parser = MAPPER.createParser(reader);
    this.places = places;
    begin();
  }

  /** Reads records of a kind, told by their lines. */
  static Format format(Kind kind) {
    return reader -> new JsonLines(kind, reader, false);
  }

  /** Reads records of a kind, told by their places. */
  static Format places(Kind kind) {
    return reader -> new JsonLines(kind, reader, true);
  }

  @Override
  public List<String> remarks() {
    return List.of();
  }

  @Override
  Line read() {
    try {
      JsonToken token = parser.nextToken();
      while (token == JsonToken.START_ARRAY && parser.getParsingContext().getParent().inRoot()
          || token == JsonToken.END_ARRAY) {
        any = true;
        token = parser.nextToken();
      }
      if (token == null) {
        return any ? null : Line.end(1, "it is empty; expected an object or a list of objects");
      }
      any = true;
      place++;
      long number = places ? place : parser.currentTokenLocation().getLineNr();
      return fields.check(number, MAPPER.readTree(parser));
    } catch (IOException e) {
      return Line.end(
          places ? Math.max(1, place) : Math.max(1, parser.currentLocation().getLineNr()),
          FileText.unreadable(e));
    }
  }
}
