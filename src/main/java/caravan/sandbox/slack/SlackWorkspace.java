package caravan.sandbox.slack;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Channels and their messages in memory, with every version a message ever had. Safe for use by
 * several threads.
 */
public final class SlackWorkspace {
  /** The bot user that the sandbox takes every token for. */
  public static final String BOT = "U0000000001";

  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long STEP = 100;

  private final Clock clock;
  private final Map<String, SlackChannel> channels = new LinkedHashMap<>();
  private final Map<String, Map<String, SlackMessage>> messages = new HashMap<>();
  private final Map<String, List<SlackMessage>> versions = new HashMap<>();
  private final Map<String, Long> lastMicros = new HashMap<>();

  public SlackWorkspace(Clock clock) {
    this.clock = clock;
  }

  /** Adds a channel of which the app is a member. */
  public SlackChannel addChannel(String name) {
    return addChannel(name, true);
  }

  /** Adds a channel. */
  public synchronized SlackChannel addChannel(String name, boolean member) {
    String id = String.format(Locale.ROOT, "C%010d", channels.size() + 1);
    SlackChannel channel = new SlackChannel(id, name, member, false);
    channels.put(id, channel);
    messages.put(id, new LinkedHashMap<>());
    return channel;
  }

  /** Archives a channel: it can be read but no longer written to. */
  public synchronized void archive(String idOrName) {
    SlackChannel channel = require(idOrName);
    channels.put(
        channel.id(), new SlackChannel(channel.id(), channel.name(), channel.member(), true));
  }

  public synchronized List<SlackChannel> channels() {
    return List.copyOf(channels.values());
  }

  /** The channel with that id or name. */
  public synchronized Optional<SlackChannel> channel(String idOrName) {
    SlackChannel byId = channels.get(idOrName);
    return byId != null
        ? Optional.of(byId)
        : channels.values().stream().filter(each -> each.name().equals(idOrName)).findFirst();
  }

  /** The present messages of a channel, oldest first. */
  public synchronized List<SlackMessage> messages(String idOrName) {
    return messages.get(require(idOrName).id()).values().stream()
        .sorted(Comparator.comparing(SlackMessage::ts))
        .toList();
  }

  /** Every version of a message, oldest first; also of one that was deleted. */
  public synchronized List<SlackMessage> history(String idOrName, String ts) {
    return List.copyOf(versions.getOrDefault(require(idOrName).id() + ts, List.of()));
  }

  /** Posts a message as a person, as nobody's app may edit it. */
  public synchronized SlackMessage postAs(String user, String idOrName, String text) {
    return post(require(idOrName).id(), user, text, null, null, null);
  }

  synchronized Optional<SlackMessage> message(String channelId, String ts) {
    return Optional.ofNullable(messages.getOrDefault(channelId, Map.of()).get(ts));
  }

  synchronized SlackMessage post(
      String channelId,
      String user,
      String text,
      JsonNode blocks,
      JsonNode metadata,
      String threadTs) {
    String ts = nextTs(channelId);
    return store(new SlackMessage(channelId, ts, user, text, blocks, metadata, threadTs, null));
  }

  synchronized SlackMessage edit(
      SlackMessage present, String text, JsonNode blocks, JsonNode metadata) {
    return store(
        new SlackMessage(
            present.channelId(),
            present.ts(),
            present.user(),
            text,
            blocks,
            metadata,
            present.threadTs(),
            ts(micros(clock.instant()))));
  }

  synchronized void delete(SlackMessage message) {
    messages.get(message.channelId()).remove(message.ts());
  }

  private SlackMessage store(SlackMessage message) {
    messages.get(message.channelId()).put(message.ts(), message);
    versions
        .computeIfAbsent(message.channelId() + message.ts(), key -> new ArrayList<>())
        .add(message);
    return message;
  }

  private SlackChannel require(String idOrName) {
    return channel(idOrName)
        .orElseThrow(() -> new NoSuchElementException("no channel is called " + idOrName));
  }

  private String nextTs(String channelId) {
    long micros = micros(clock.instant());
    long next = lastMicros.merge(channelId, micros, (last, now) -> Math.max(last + STEP, now));
    return ts(next);
  }

  private static long micros(Instant moment) {
    return moment.getEpochSecond() * MICROS_PER_SECOND + moment.getNano() / 1_000;
  }

  private static String ts(long micros) {
    return String.format(
        Locale.ROOT, "%d.%06d", micros / MICROS_PER_SECOND, micros % MICROS_PER_SECOND);
  }
}
