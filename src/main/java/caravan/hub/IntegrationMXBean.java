package caravan.hub;

/** One integration as operators see it over JMX, Hawtio and {@code ./caravan status}. */
public interface IntegrationMXBean {

  /** The integration's name. */
  String getName();

  /**
   * {@code running}, {@code paused}, or how the last run ended: done, failed, lost; {@code waiting}
   * before it.
   */
  String getState();

  /** When a run last ended well, ISO 8601; empty if never. */
  String getLastSuccess();

  /** When the last run ended, ISO 8601; empty if none did. */
  String getLastRunAt();

  /** What the last run did, in one line. */
  String getLastRun();

  /** What people should know: why it is paused, and of its last run; empty if nothing. */
  String getNotes();

  /** Records that could not be delivered and are tried again. */
  int getFailuresWaiting();

  /** Relation properties that wait for pages which do not exist yet. */
  int getRelationsWaiting();

  /** Since when the oldest of them waits, ISO 8601; empty if none does. */
  String getRelationsWaitingSince();

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

  /**
   * Stops the integration before its next write, until {@link #resume}; outlives a restart.
   *
   * @param reason what people should know; blank for none
   */
  void pause(String reason);

  /**
   * Ends the pause, whoever began it: the contracts are read again, what its data sources are now
   * is what drift is judged against from here on, and the integration goes on from its watermark.
   *
   * @return what was done, in a sentence
   * @throws IllegalStateException if a contract does not hold or cannot be checked, so that it
   *     stays paused; the message says why
   */
  String resume();
}
