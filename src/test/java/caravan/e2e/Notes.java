package caravan.e2e;

import caravan.sandbox.notion.SchemaBuilder;
import caravan.sandbox.notion.SchemaEditor;
import caravan.sandbox.notion.ValueBuilder;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Meeting notes of a test, and what people do to them. */
final class Notes {

  static final String DATE = "2026-11-20";

  private final TestSandbox box;
  private final List<String> pages = new ArrayList<>();

  Notes(TestSandbox box) {
    this.box = box;
  }

  TestSandbox box() {
    return box;
  }

  String source() {
    return box.ids().meetingNotes();
  }

  SchemaEditor editor() {
    return box.notion().schemaEditor();
  }

  List<String> pages() {
    return List.copyOf(pages);
  }

  /** Creates notes with names that occur once, ready to be posted. */
  void create(int count) {
    for (int i = 0; i < count; i++) {
      pages.add(
          box.notion()
              .createPage(
                  source(),
                  ValueBuilder.titled("Name", nameOf(pages.size()))
                      .date("Date", DATE, null)
                      .option("Type", "select", "Planning")
                      .option("Status", "status", "Final")
                      .build(),
                  "Words."));
    }
  }

  /** The name of the note of that index. */
  static String nameOf(int index) {
    return "Note %03d".formatted(index + 1);
  }

  void changeBodies() {
    pages.forEach(page -> box.notion().replaceBody(page, "Changed."));
  }

  /** They get a relation to notes, which the notes of the demo do not have. */
  void relateToThemselves() {
    patch(SchemaBuilder.titled("-").relation("Follows", source()));
  }

  /** They get the property again, and the notes their dates. */
  void addDates() {
    patch(SchemaBuilder.titled("-").plain("Date", "date"));
    setAll(ValueBuilder.values().date("Date", DATE, null).build());
  }

  void makeAllFinal() {
    setAll(ValueBuilder.values().option("Status", "status", "Final").build());
  }

  void setDates() {
    setAll(ValueBuilder.values().date("Date", DATE, null).build());
  }

  private void setAll(ObjectNode values) {
    pages.forEach(page -> box.notion().editProperties(page, values));
  }

  private void patch(SchemaBuilder schema) {
    ObjectNode properties = schema.build();
    properties.remove("-");
    box.notion().patchSchema(source(), properties);
  }
}
