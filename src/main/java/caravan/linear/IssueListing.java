package caravan.linear;

import caravan.sync.Listing;
import caravan.sync.Poll;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A reading of Linear's issues, page by page. A light one lists ids and asks for whole issues, by
 * id, only where one is new, changed or back: after each 50 of them, and at the end.
 */
public final class IssueListing implements Listing {

  private static final int BY_ID = 50;

  private final Poll poll;
  private final Set<String> listed = new HashSet<>();
  private final Deque<String> due = new ArrayDeque<>();
  private List<String> asked = List.of();

  IssueListing(Poll poll) {
    this.poll = poll;
  }

  boolean isLight() {
    return poll.isLight();
  }

  @Override
  public boolean isUnfinished() {
    return poll.isMore() || !due.isEmpty();
  }

  @Override
  public boolean contains(String id) {
    return listed.contains(id);
  }

  void list(String id) {
    listed.add(id);
  }

  /** The whole issue is needed. */
  void need(String id) {
    due.add(id);
  }

  /** The issues that the next request asks for by id; empty if it asks for the next page. */
  List<String> nextById() {
    List<String> some = new ArrayList<>();
    if (due.size() >= BY_ID || !poll.isMore()) {
      while (!due.isEmpty() && some.size() < BY_ID) {
        some.add(due.remove());
      }
    }
    asked = some;
    return List.copyOf(some);
  }

  /** Whether the last request asked by id. */
  boolean askedById() {
    return !asked.isEmpty();
  }
}
