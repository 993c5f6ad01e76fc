package caravan.setup;

import caravan.notion.Contract;
import caravan.settings.Setting;

/** Below the page is more than one database that could be meant. */
final class AmbiguousTitle extends RuntimeException {

  private static final long serialVersionUID = 1L;

  AmbiguousTitle(String title, Contract contract) {
    super(
        ("there is more than one database \"%s\" below the page. Set %s to the id of the data"
                + " source that is meant, or rename the others.")
            .formatted(title, Setting.environmentName(contract.dataSourceSetting())));
  }
}
