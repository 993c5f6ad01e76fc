package caravan.e2e;

import static caravan.e2e.TestSandbox.NOTION_TOKEN;

import caravan.sandbox.notion.SchemaBuilder;
import caravan.sandbox.notion.SchemaEditor;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.BiConsumer;

/**
 * What people may do to the data source of linear-issues, and how they mend it. The contract of the
 * test needs the options of Priority.
 */
enum Drift {
  MISSING(
      "property \"Estimate\" (number) does not exist",
      (box, id) -> box.notion().deleteProperty(id, "Estimate"),
      (box, id) -> box.notion().patchSchema(id, number()),
      true),
  RENAMED(
      "is now named \"State\"",
      (box, id) -> box.notion().renameProperty(id, "Status", "State"),
      (box, id) -> box.notion().renameProperty(id, "State", "Status"),
      false),
  RETYPED(
      "is of type rich_text and was a number",
      (box, id) -> box.notion().retypeProperty(id, "Estimate", "rich_text"),
      (box, id) -> box.notion().retypeProperty(id, "Estimate", "number"),
      false),
  ADDED_AGAIN(
      "property \"Estimate\" was deleted and added again",
      (box, id) -> {
        box.notion().deleteProperty(id, "Estimate");
        box.notion().patchSchema(id, number());
      },
      (box, id) -> {},
      true),
  READ_ONLY(
      "which only Notion fills in",
      (box, id) -> box.notion().retypeProperty(id, "Estimate", "created_time"),
      (box, id) -> box.notion().retypeProperty(id, "Estimate", "number"),
      false),
  OPTION_RENAMED(
      "option \"Urgent\" of property \"Priority\"",
      (box, id) -> editor(box).renameOption(id, "Priority", "Urgent", "Very urgent"),
      (box, id) -> editor(box).renameOption(id, "Priority", "Very urgent", "Urgent"),
      false),
  OPTION_GONE(
      "has no option \"Urgent\"",
      (box, id) -> editor(box).removeOption(id, "Priority", "Urgent"),
      (box, id) -> editor(box).addOption(id, "Priority", "Urgent"),
      false),
  RELATION_TARGET(
      "but the contract needs its own",
      (box, id) -> editor(box).pointRelation(id, "Parent", box.ids().meetingNotes()),
      (box, id) -> editor(box).pointRelation(id, "Parent", id),
      false),
  TRASHED(
      "is in the trash",
      (box, id) -> editor(box).trash(id, true),
      (box, id) -> editor(box).trash(id, false),
      false),
  UNSHARED(
      "Notion does not show the data source",
      (box, id) -> box.notion().unshare(id, NOTION_TOKEN),
      (box, id) -> box.notion().share(id, NOTION_TOKEN),
      false),
  MOVED(
      "is now in the database",
      (box, id) -> {
        String another =
            box.notion().createDataSource("Another", SchemaBuilder.titled("Name").build());
        editor(box).moveInto(id, editor(box).databaseOf(another));
      },
      (box, id) -> {},
      true),
  REPLACED(
      "its database now holds \"Another\"",
      (box, id) -> {
        String another =
            box.notion().createDataSource("Another", SchemaBuilder.titled("Name").build());
        editor(box).moveInto(another, editor(box).databaseOf(id));
        editor(box).trash(id, true);
      },
      (box, id) -> editor(box).trash(id, false),
      false);

  final String told;
  final boolean needsResume;
  private final BiConsumer<TestSandbox, String> change;
  private final BiConsumer<TestSandbox, String> mend;

  Drift(
      String told,
      BiConsumer<TestSandbox, String> change,
      BiConsumer<TestSandbox, String> mend,
      boolean needsResume) {
    this.told = told;
    this.change = change;
    this.mend = mend;
    this.needsResume = needsResume;
  }

  void happen(TestSandbox sandbox) {
    change.accept(sandbox, sandbox.ids().linearIssues());
  }

  void mend(TestSandbox sandbox) {
    mend.accept(sandbox, sandbox.ids().linearIssues());
  }

  private static SchemaEditor editor(TestSandbox sandbox) {
    return sandbox.notion().schemaEditor();
  }

  private static ObjectNode number() {
    ObjectNode properties = SchemaBuilder.titled("-").plain("Estimate", "number").build();
    properties.remove("-");
    return properties;
  }
}
