package caravan.testing;

import caravan.blocks.NotHeld;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What the hub said that Notion can't hold, and which of it was met in the source. */
final class Told {

  private final Set<String> whats = new TreeSet<>();
  private final Set<String> met = new TreeSet<>();

  Told(Collection<NotHeld> notHeld) {
    notHeld.forEach(each -> whats.add(each.what()));
  }

  /** Whether this was told. */
  boolean of(String what) {
    String cut = new NotHeld(what, "").what();
    return whats.contains(cut) && (met.add(cut) || true);
  }

  /** Whether anything that starts so was told; all of that is met. */
  boolean ofAny(String start) {
    Predicate<String> starts = what -> what.startsWith(start);
    whats.stream().filter(starts).forEach(met::add);
    return whats.stream().anyMatch(starts);
  }

  /** What was told although the source has no such thing. */
  Set<String> inVain() {
    Set<String> rest = new TreeSet<>(whats);
    rest.removeAll(met);
    return rest;
  }
}
