package caravan.hub;

import caravan.crm.Headers;
import caravan.crm.Inbox;
import caravan.crm.InboxFolder;
import caravan.crm.IntakeDoor;
import caravan.crm.Kind;
import caravan.crm.OpenDeals;
import caravan.derive.DeriveBeans;
import caravan.notion.NotionId;
import caravan.settings.Setting;
import caravan.settings.Settings;
import caravan.store.InboxStore;
import caravan.store.Store;
import caravan.sync.Failures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.camel.spi.Registry;

/** The beans of the Kamelets inbox-source and intake-source. */
record CrmBeans(Path home, Settings settings) {

  private static final String NAME = "crm";
  private static final String INBOX = "crm.inbox";

  /** Binds them. */
  void bind(
      Registry registry, Store store, Failures failures, Predicate<String> paused, Clock clock) {
    Map<Kind, Headers> headers = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      headers.put(kind, Headers.parse(kind, settings.get(key(kind))));
    }
    registry.bind(
        "inbox",
        new Inbox(
            new InboxFolder(inbox()),
            headers,
            new InboxStore(store, clock),
            failures,
            paused,
            clock));
    registry.bind("intakeDoor", new IntakeDoor(failures, clock));
    registry.bind(
        DeriveBeans.nameOf(NAME),
        new OpenDeals(
            NotionId.canonical(settings.get("crm.companies.data-source")),
            NotionId.canonical(settings.get("crm.deals.data-source"))));
  }

  /** The folder, for Camel's placeholders: a relative one lies in the project's folder. */
  Path inbox() {
    return home.resolve(settings.get(INBOX)).toAbsolutePath().normalize();
  }

  /** What is wrong with the settings of crm; makes the inbox where it is missing. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (!settings.enabled().contains(NAME)) {
      return problems;
    }
    for (Kind kind : Kind.values()) {
      headersProblem(kind).ifPresent(problems::add);
    }
    try {
      new InboxFolder(inbox()).create();
    } catch (IOException e) {
      problems.add(
          "%s (%s): the folder %s cannot be made (%s); name another one."
              .formatted(INBOX, Setting.environmentName(INBOX), inbox(), e.getMessage()));
    }
    return problems;
  }

  private Optional<String> headersProblem(Kind kind) {
    try {
      Headers.parse(kind, settings.get(key(kind)));
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(
          "%s (%s) %s.".formatted(key(kind), Setting.environmentName(key(kind)), e.getMessage()));
    }
  }

  private static String key(Kind kind) {
    return "crm.%s.headers".formatted(kind.label());
  }
}
