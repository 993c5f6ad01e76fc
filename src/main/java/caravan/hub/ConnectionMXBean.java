package caravan.hub;

/** One connection to Notion as operators see it over JMX and Hawtio. */
public interface ConnectionMXBean {

  /** The connection's name. */
  String getName();

  /**
   * {@code open}; {@code slowed} (Notion answers slowly), {@code waits} (Notion asked to), or
   * {@code blocked} (Notion restricts it).
   */
  String getState();

  /** What the state means now, in words; empty if it is open. */
  String getDetail();

  /** Requests per window. */
  int getBudget();

  /** Requests of the window that ends now. */
  int getSpent();

  /** How many of the budget background work may spend. */
  int getBackgroundBudget();

  /** How many of the window's requests were of background work. */
  int getBackgroundSpent();

  /** Background requests that are under way. */
  int getUnderWay();

  /** Background requests that wait for their turn. */
  int getWaiting();

  /** The share of its usual pace that background work takes, from 0.1 to 1. */
  double getBackgroundShare();

  /** The median time of the latest answers in milliseconds; 0 if there are none. */
  long getMedianMillis();

  /** The time in milliseconds that one of twenty of the latest answers exceeds. */
  long getSlowMillis();

  /** Sends the next request of a blocked connection, because somebody has acted. */
  void tryNow();
}
