package caravan.setup;

import caravan.settings.Settings;
import caravan.store.StoreLook;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The store: whether it answers, whether its tables are up to date, and who else uses it. */
final class StoreCheck implements Check {

  private final Path home;
  private final Settings settings;

  StoreCheck(Path home, Settings settings) {
    this.home = home;
    this.settings = settings;
  }

  @Override
  public String subject() {
    return "store";
  }

  @Override
  public List<Finding> look() {
    StoreLook look =
        StoreLook.at(
            home,
            settings.get("store.url"),
            settings.get("store.user"),
            settings.get("store.password"));
    List<Finding> findings = new ArrayList<>();
    findings.add(
        switch (look.state()) {
          case READY -> Finding.ok(subject(), "it answers, and its tables are up to date");
          case NEW -> Finding.ok(subject(), "it is empty; the first start makes its tables");
          case OLDER ->
              Finding.note(subject(), look.detail() + "; the next start brings them up to date");
          case NEWER ->
              Finding.wrong(
                  subject(),
                  look.detail() + ". Start that Caravan again, or set store.url to another store.");
          case IN_USE ->
              Finding.ok(
                  subject(), "its file is open in another process, as while a hub runs on it");
          case TROUBLE -> Finding.wrong(subject(), look.detail());
        });
    look.others().forEach(other -> findings.add(Finding.note(subject(), "also used by " + other)));
    return findings;
  }
}
