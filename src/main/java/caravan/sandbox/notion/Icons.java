package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Icons and covers as sent. */
final class Icons {

  private Icons() {}

  static JsonNode read(In in) {
    if (!in.given()) {
      return World.JSON.nullNode();
    }
    in.only("type", "emoji", "external", "custom_emoji", "icon", "file_upload", "file");
    List<String> kinds = List.of("emoji", "external", "custom_emoji", "icon");
    String kind = kinds.stream().filter(k -> in.at(k).present()).findFirst().orElse("emoji");
    ObjectNode icon = World.JSON.objectNode().put("type", kind);
    if (kind.equals("emoji")) {
      return icon.put("emoji", in.at("emoji").text());
    }
    if (kind.equals("external")) {
      icon.putObject("external").put("url", in.at("external").object().at("url").url());
      return icon;
    }
    icon.set(kind, in.at(kind).object().node().deepCopy());
    return icon;
  }
}
