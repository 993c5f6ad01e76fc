package caravan.setup;

import caravan.settings.Setting;
import caravan.settings.Settings;
import caravan.settings.SettingsCatalog;
import java.util.ArrayList;
import java.util.List;

/** Whether the secrets are set that webhooks are checked with; polling works without them. */
final class WebhookSecretsCheck implements Check {

  private final Settings settings;

  WebhookSecretsCheck(Settings settings) {
    this.settings = settings;
  }

  @Override
  public String subject() {
    return "webhooks";
  }

  @Override
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    for (Setting setting : SettingsCatalog.all()) {
      if (setting.key().endsWith(".webhook.secret")) {
        boolean isSet = !settings.get(setting.key()).isBlank();
        findings.add(
            isSet
                ? Finding.ok(setting.key(), "is set")
                : Finding.note(
                    setting.key(),
                    "is not set: webhooks are refused, changes come with the next poll. Set %s or %s_FILE."
                        .formatted(
                            Setting.environmentName(setting.key()),
                            Setting.environmentName(setting.key()))));
      }
    }
    return findings;
  }
}
