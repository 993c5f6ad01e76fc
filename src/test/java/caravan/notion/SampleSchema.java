package caravan.notion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A data source with a property of every type, and a contract that lets the hub write it. */
final class SampleSchema {
  static final String ID = "11111111-2222-4333-8444-555555555555";
  static final String OTHER = "99999999-2222-4333-8444-555555555555";

  private static final String JSON =
      """
      {"object": "data_source", "id": "11111111-2222-4333-8444-555555555555",
       "title": [{"plain_text": "Every "}, {"plain_text": "type"}],
       "parent": {"type": "database_id", "database_id": "aaaaaaaa-2222-4333-8444-555555555555"},
       "in_trash": false, "archived": false,
       "properties": {
        "Name": {"id": "title", "type": "title", "title": {}},
        "Text": {"id": "f%5C%3Ap", "type": "rich_text", "rich_text": {}},
        "Count": {"id": "num", "type": "number", "number": {"format": "number"}},
        "Kind": {"id": "sel", "type": "select", "select": {"options": [
          {"id": "k1", "name": "Bug", "color": "red"}, {"id": "k2", "name": "Idea", "color": "blue"}]}},
        "Status": {"id": "sta", "type": "status", "status": {"options": [
          {"id": "s1", "name": "Todo"}, {"id": "s2", "name": "Done"}], "groups": []}},
        "Tags": {"id": "mul", "type": "multi_select", "multi_select": {"options": [
          {"id": "t1", "name": "red"}, {"id": "t2", "name": "green"}]}},
        "Closed": {"id": "clo", "type": "multi_select", "multi_select": {"options": [
          {"id": "c1", "name": "only"}, {"id": "c2", "name": "one, two"}]}},
        "Due": {"id": "dat", "type": "date", "date": {}},
        "Owner": {"id": "peo", "type": "people", "people": {}},
        "Docs": {"id": "fil", "type": "files", "files": {}},
        "Ready": {"id": "che", "type": "checkbox", "checkbox": {}},
        "Link": {"id": "url", "type": "url", "url": {}},
        "Mail": {"id": "mai", "type": "email", "email": {}},
        "Phone": {"id": "pho", "type": "phone_number", "phone_number": {}},
        "Parent": {"id": "par", "type": "relation", "relation": {
          "data_source_id": "11111111-2222-4333-8444-555555555555", "type": "single_property"}},
        "Place": {"id": "pla", "type": "place", "place": {}},
        "Formula": {"id": "for", "type": "formula", "formula": {"expression": "now()"}},
        "Edited": {"id": "edi", "type": "last_edited_time", "last_edited_time": {}},
        "Number": {"id": "uni", "type": "unique_id", "unique_id": {"prefix": "X"}},
        "Press": {"id": "but", "type": "button", "button": {}},
        "Verified": {"id": "ver", "type": "verification", "verification": {}},
        "Future": {"id": "fut", "type": "hologram", "hologram": {}},
        "Key": {"id": "key", "type": "rich_text", "rich_text": {}}}}
      """;

  private static final String CONTRACT =
      """
      name: sample
      data-source-setting: sample.data-source
      owner: hub
      properties:
        Name: {type: title}
        Text: {type: rich_text}
        Count: {type: number}
        Kind: {type: select}
        Status: {type: status}
        Tags: {type: multi_select, create-options: true}
        Closed: {type: multi_select}
        Due: {type: date}
        Owner: {type: people}
        Docs: {type: files}
        Ready: {type: checkbox}
        Link: {type: url}
        Mail: {type: email}
        Phone: {type: phone_number}
        Parent: {type: relation, relation-to: self}
        Place: {type: place}
        Formula: {type: number}
        Edited: {type: date}
        Number: {type: number}
        Press: {type: checkbox}
        Verified: {type: checkbox}
        Future: {type: rich_text}
        Gone: {type: rich_text, required: false}
        Theirs: {type: rich_text, owner: people, required: false}
        Key: {type: rich_text, key: true}
      """;

  private SampleSchema() {}

  static DataSourceSchema schema() {
    return DataSourceSchema.read(json(JSON));
  }

  static Contract contract() {
    return ContractLoader.read(CONTRACT, "sample.yaml");
  }

  static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
