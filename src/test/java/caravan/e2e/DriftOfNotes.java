package caravan.e2e;

import static caravan.e2e.TestSandbox.NOTION_TOKEN;

import caravan.sandbox.notion.SchemaBuilder;
import java.util.function.Consumer;

/** What people may do to the data source of meeting-notes, and how they mend it. */
enum DriftOfNotes {
  MISSING(
      "property \"Date\" (date) does not exist",
      true,
      it -> it.box().notion().deleteProperty(it.source(), "Date"),
      Notes::addDates,
      true),
  RENAMED(
      "is now named \"State\"",
      true,
      it -> it.box().notion().renameProperty(it.source(), "Status", "State"),
      it -> it.box().notion().renameProperty(it.source(), "State", "Status"),
      false),
  RETYPED(
      "is of type rich_text and was a date",
      true,
      it -> it.box().notion().retypeProperty(it.source(), "Date", "rich_text"),
      DriftOfNotes::makeItADate,
      false),
  READ_ONLY(
      "is of type created_time and was a date",
      true,
      it -> it.box().notion().retypeProperty(it.source(), "Date", "created_time"),
      DriftOfNotes::makeItADate,
      false),
  ADDED_AGAIN(
      "property \"Date\" was deleted and added again",
      true,
      it -> {
        it.box().notion().deleteProperty(it.source(), "Date");
        it.addDates();
      },
      it -> {},
      true),
  OPTION_RENAMED(
      "option \"Final\" of property \"Status\"",
      true,
      it -> it.editor().renameOption(it.source(), "Status", "Final", "Done"),
      it -> it.editor().renameOption(it.source(), "Status", "Done", "Final"),
      false),
  OPTION_GONE(
      "has no option \"Final\"",
      true,
      it -> it.editor().removeOption(it.source(), "Status", "Final"),
      it -> {
        it.editor().addOption(it.source(), "Status", "Final");
        it.makeAllFinal();
      },
      false),
  RELATION_TARGET(
      "but the contract needs its own",
      false,
      it -> it.editor().pointRelation(it.source(), "Follows", it.box().ids().linearIssues()),
      it -> it.editor().pointRelation(it.source(), "Follows", it.source()),
      false),
  TRASHED(
      "is in the trash",
      false,
      it -> it.editor().trash(it.source(), true),
      it -> it.editor().trash(it.source(), false),
      false),
  UNSHARED(
      "Notion does not show the data source",
      true,
      it -> it.box().notion().unshare(it.source(), NOTION_TOKEN),
      it -> it.box().notion().share(it.source(), NOTION_TOKEN),
      false),
  MOVED(
      "is now in the database",
      false,
      it -> it.editor().moveInto(it.source(), it.editor().databaseOf(another(it))),
      it -> {},
      true),
  REPLACED(
      "its database now holds \"Another\"",
      false,
      it -> {
        it.editor().moveInto(another(it), it.editor().databaseOf(it.source()));
        it.editor().trash(it.source(), true);
      },
      it -> it.editor().trash(it.source(), false),
      false);

  final String told;

  /** Whether a poll meets it; else it takes a check. */
  final boolean inRows;

  final boolean needsResume;
  private final Consumer<Notes> change;
  private final Consumer<Notes> mend;

  DriftOfNotes(
      String told,
      boolean inRows,
      Consumer<Notes> change,
      Consumer<Notes> mend,
      boolean needsResume) {
    this.told = told;
    this.inRows = inRows;
    this.change = change;
    this.mend = mend;
    this.needsResume = needsResume;
  }

  void happen(Notes notes) {
    change.accept(notes);
  }

  void mend(Notes notes) {
    mend.accept(notes);
  }

  private static void makeItADate(Notes notes) {
    notes.box().notion().retypeProperty(notes.source(), "Date", "date");
    notes.setDates();
  }

  private static String another(Notes notes) {
    return notes.box().notion().createDataSource("Another", SchemaBuilder.titled("Name").build());
  }
}
