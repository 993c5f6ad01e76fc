package caravan.hub;

import caravan.changes.BodyCondition;
import caravan.changes.FetchedPages;
import caravan.changes.ItemsInWork;
import caravan.changes.SourceContract;
import caravan.clock.ServicesClock;
import caravan.linear.FetchedIssues;
import caravan.settings.Settings;
import caravan.store.KnownItems;
import caravan.store.RunStore;
import caravan.store.Store;
import caravan.store.WatermarkStore;
import caravan.store.WebhookStore;
import caravan.webhooks.FollowUps;
import caravan.webhooks.Intake;
import caravan.webhooks.Listeners;
import caravan.webhooks.SenderReport;
import caravan.webhooks.Senders;
import caravan.webhooks.WebhookDoor;
import caravan.webhooks.WebhookSilence;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.camel.spi.Registry;

/**
 * The beans of routes/system/webhooks.camel.yaml.
 *
 * @param routes the folder of routes
 * @param rests which integrations rest
 * @param servicesClock shows the time by which the services date what they send
 * @param clock shows the hub's own time
 */
record WebhookBeans(
    Path routes,
    Settings settings,
    Store store,
    SourceContract sourceContract,
    Predicate<String> rests,
    MeterRegistry meters,
    ServicesClock servicesClock,
    Clock clock) {

  /** Binds the beans. */
  void bind(Registry registry) {
    RouteEnds ends = new RouteEnds(routes, settings);
    Listeners listeners = ends.listeners();
    WebhookStore webhooks = new WebhookStore(store, clock);
    KnownItems knownItems = new KnownItems(store);
    Senders senders = new Senders(webhooks, clock);
    ItemsInWork itemsInWork = new ItemsInWork(clock);
    registry.bind(
        "webhookDoor",
        new WebhookDoor(
            new Intake(listeners, webhooks, knownItems),
            webhooks,
            senders,
            settings::get,
            meters,
            servicesClock));
    registry.bind("webhookSenders", new SenderReport(webhooks, settings::get));
    registry.bind(
        "webhookSilence",
        new WebhookSilence(
            listeners,
            webhooks,
            senders,
            new RunStore(store, clock),
            settings::get,
            settings.duration("webhook.silence"),
            clock));
    registry.bind(
        "followUps",
        new FollowUps(
            webhooks,
            new WatermarkStore(store, clock),
            Set.copyOf(settings.enabled()),
            rests,
            clock));
    registry.bind("itemsInWork", itemsInWork);
    registry.bind("bodyCondition", new BodyCondition());
    registry.bind(
        "fetchedPages",
        new FetchedPages(ends.notionSources(), knownItems, sourceContract, itemsInWork));
    registry.bind(
        "fetchedIssues",
        new FetchedIssues(new ObjectMapper(), knownItems, settings.get("linear.team")));
    for (String system : List.of(WebhookDoor.NOTION, WebhookDoor.LINEAR)) {
      Meters.showWebhooks(meters, system, webhooks, clock);
    }
  }
}
