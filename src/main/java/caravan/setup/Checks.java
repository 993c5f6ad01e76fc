package caravan.setup;

import caravan.notion.Contract;
import caravan.settings.RouteNeeds;
import caravan.settings.Setting;
import caravan.settings.Settings;
import caravan.settings.SettingsCatalog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Everything that the enabled integrations need of other systems, looked at together. A service
 * that nothing uses is left out. A new one is one more class and one line in {@link #of}.
 */
public final class Checks {

  private static final int THREADS = 8;
  private static final String HIDDEN = "(hidden)";

  private final List<Check> checks;
  private final List<String> secrets;
  private final Duration patience;

  private Checks(List<Check> checks, List<String> secrets, Duration patience) {
    this.checks = checks;
    this.secrets = secrets;
    this.patience = patience;
  }

  /**
   * What has to be looked at.
   *
   * @param home the folder with routes/
   * @param patience after so long, whatever has not answered is given up
   */
  public static Checks of(Path home, Settings settings, Duration patience) {
    Set<String> needed = new TreeSet<>();
    RouteNeeds needs = new RouteNeeds(home.resolve("routes"));
    settings.enabled().forEach(name -> needed.addAll(needs.of(name, settings)));
    Needed contracts = Needed.of(home.resolve("routes"), settings);
    List<Check> checks = new ArrayList<>();
    ServiceClient http = new ServiceClient();
    for (String connection : contracts.connections()) {
      checks.add(new NotionCheck(settings, connection, http));
    }
    for (Contract contract : contracts.contracts().values()) {
      checks.add(new DataSourceCheck(settings, contracts, contract, http));
    }
    if (needed.contains("linear.token")) {
      checks.add(new LinearCheck(settings, http));
    }
    if (needed.contains("slack.token") || !settings.get("slack.alerts.channel").isBlank()) {
      checks.add(new SlackCheck(settings, channels(needed), http));
    }
    if (settings.enabled().contains("sales-playbook")) {
      checks.add(new PlaybookCheck(settings));
    }
    if (needed.contains("opensearch.url")) {
      List<String> indexes =
          needed.stream().filter(key -> key.endsWith(".index")).map(settings::get).toList();
      checks.add(new OpenSearchCheck(settings, indexes));
    }
    if (needed.contains("wordpress.url")) {
      checks.add(new WordPressCheck(settings, http));
    }
    checks.add(new StoreCheck(home, settings));
    checks.add(new WebhookSecretsCheck(settings));
    return new Checks(checks, secrets(settings), patience);
  }

  /** The settings that name channels. */
  private static List<String> channels(Set<String> needed) {
    List<String> keys = new ArrayList<>();
    needed.stream().filter(key -> key.endsWith(".channel")).forEach(keys::add);
    keys.remove("slack.alerts.channel");
    keys.add("slack.alerts.channel");
    return keys;
  }

  /** All secrets that are set, the longest first: none of them must ever be shown. */
  private static List<String> secrets(Settings settings) {
    List<String> keys = new ArrayList<>();
    SettingsCatalog.all().stream().filter(Setting::isSecret).map(Setting::key).forEach(keys::add);
    settings.connections().forEach(name -> keys.add(settings.connection(name).tokenKey()));
    return keys.stream()
        .map(settings::get)
        .filter(secret -> !secret.isBlank())
        .distinct()
        .sorted(Comparator.comparing(String::length).reversed())
        .toList();
  }

  /**
   * Looks at everything, at the same time.
   *
   * @return what was found, in the order in which people read it
   */
  public List<Finding> look() throws InterruptedException {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            THREADS,
            work -> {
              Thread thread = new Thread(work, "check");
              thread.setDaemon(true); // one that hangs in a system call must not keep the process
              return thread;
            });
    try {
      List<Callable<List<Finding>>> work = new ArrayList<>();
      checks.forEach(check -> work.add(check::look));
      List<Future<List<Finding>>> answers =
          pool.invokeAll(work, patience.toMillis(), TimeUnit.MILLISECONDS);
      List<Finding> findings = new ArrayList<>();
      for (int i = 0; i < answers.size(); i++) {
        findings.addAll(findings(checks.get(i), answers.get(i)));
      }
      return findings.stream().map(this::withoutSecrets).toList();
    } finally {
      pool.shutdownNow();
    }
  }

  private List<Finding> findings(Check check, Future<List<Finding>> answer)
      throws InterruptedException {
    try {
      return answer.get();
    } catch (CancellationException e) {
      return List.of(
          Finding.wrong(
              check.subject(),
              "did not answer within %d s; look whether it can be reached from here."
                  .formatted(patience.toSeconds())));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      return List.of(
          Finding.wrong(
              check.subject(),
              "could not be looked at: "
                  + (cause.getMessage() == null ? cause : cause.getMessage())));
    }
  }

  private Finding withoutSecrets(Finding finding) {
    String text = finding.text().replaceAll("\\s+", " ").trim();
    for (String secret : secrets) {
      text = text.replace(secret, HIDDEN);
    }
    return new Finding(finding.result(), finding.subject(), text);
  }
}
