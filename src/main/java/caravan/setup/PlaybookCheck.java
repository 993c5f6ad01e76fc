package caravan.setup;

import caravan.playbook.PlaybookDatabase;
import caravan.settings.Settings;
import java.util.List;

/** The database of sales-playbook's read model: whether it answers, and takes the user. */
final class PlaybookCheck implements Check {

  private final Settings settings;

  PlaybookCheck(Settings settings) {
    this.settings = settings;
  }

  @Override
  public String subject() {
    return "sales-playbook.url";
  }

  @Override
  public List<Finding> look() {
    if (settings.get("sales-playbook.url").isBlank()) {
      return List.of(); // the settings say so
    }
    try (PlaybookDatabase database = PlaybookDatabase.of(settings)) {
      return List.of(
          Finding.ok(
              subject(),
              database.isMade()
                  ? "the database answers, and its tables are there"
                  : "the database answers; the first page makes its tables"));
    } catch (RuntimeException e) {
      return List.of(Finding.wrong(subject(), String.valueOf(e.getMessage())));
    }
  }
}
