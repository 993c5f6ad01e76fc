package caravan.hub;

import java.util.List;

/** What has gone wrong and lasts, as operators see it over JMX and Hawtio. */
public interface IncidentsMXBean {

  /** How many incidents last. */
  int getOpen();

  /** Those that last, one line each, oldest first. */
  List<String> getOpenLines();

  /** Of how many people still have to be told something. */
  int getUntold();

  /** Those of which people still have to be told something, one line each. */
  List<String> getUntoldLines();

  /** Why people could not be told; empty if nothing failed. */
  String getTrouble();
}
