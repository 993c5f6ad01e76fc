package caravan.hub;

/** One integration as operators see it over JMX, Hawtio and {@code ./caravan status}. */
public interface IntegrationMXBean {

  /** The integration's name. */
  String getName();

  /** {@code running}, or how the last run ended: done, failed, lost; {@code waiting} before it. */
  String getState();

  /** When a run last ended well, ISO 8601; empty if never. */
  String getLastSuccess();

  /** When the last run ended, ISO 8601; empty if none did. */
  String getLastRunAt();

  /** What the last run did, in one line. */
  String getLastRun();

  /** What people should know of the last run; empty if nothing. */
  String getNotes();

  /** Records that could not be delivered and are tried again. */
  int getFailuresWaiting();

  /** Records handled so far by the run that is going on. */
  int getRecordsInRun();

  /**
   * The records that wait, the longest waiting first, as a JSON array of {@link FailureLine}.
   *
   * @param limit at most so many
   */
  String failures(int limit);

  /**
   * Tries records that wait again now, whatever their backoff.
   *
   * @param externalId only this one; blank for all
   * @return how many were waiting
   */
  int replay(String externalId);
}
