package caravan.hub;

/** One integration as operators see it over JMX, Hawtio and {@code ./caravan status}. */
public interface IntegrationMXBean {

  /** The integration's name. */
  String getName();

  /**
   * {@code refused} (a file of its routes has a mistake), {@code paused}, {@code running}, {@code
   * asks} (a sweep stopped until a person decides), or how the last run ended: done, failed, lost;
   * {@code waiting} before the first one, and after a resume.
   */
  String getState();

  /** When a run last ended well, ISO 8601; empty if never. */
  String getLastSuccess();

  /** When the last run ended, ISO 8601; empty if none did. */
  String getLastRunAt();

  /** What the last run did, in one line. */
  String getLastRun();

  /** Requests that the last run sent to Notion. */
  int getRequestsOfLastRun();

  /**
   * Everything that was edited before this was handed over, ISO 8601; empty before a first poll.
   */
  String getWatermark();

  /** How many seconds ago a run last ended well; -1 if never. */
  long getLagSeconds();

  /** Which file has a mistake, in which line, and which one; empty if it runs. */
  String getRefused();

  /** Why it is paused; empty if it is not. */
  String getPaused();

  /** Since when it is paused, ISO 8601; empty if it is not. */
  String getPausedSince();

  /** Whether a resync was asked for that has not begun yet. */
  boolean isResyncWaiting();

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

  /** Requests sent so far by the run that is going on. */
  int getRequestsInRun();

  /**
   * The runs that ended, the latest first, as a JSON array of {@link RunLine}.
   *
   * @param limit at most so many
   */
  String runs(int limit);

  /**
   * Hands over again what was edited since a date, or everything, in a poll that begins now.
   *
   * @param from a date or a moment, or {@code all}; see {@link caravan.sync.Since}
   * @return how many items are known that this is about
   */
  int resync(String from);

  /**
   * Begins a dry run: what the next poll, or a resync, would do. {@link #rehearsal} tells how it
   * goes.
   *
   * @param from blank for the next poll, else as {@link #resync} takes it
   */
  void startDryRun(String from);

  /**
   * Begins a preview: what would become of one page, issue or record. {@link #rehearsal} tells how
   * it goes.
   */
  void startPreview(String what);

  /**
   * The last dry run or preview that was begun here, as a JSON object: {@code {"report": text}},
   * {@code {"error": text}}, or {@code {"records": n, "requests": n}} while it goes on.
   */
  String rehearsal();

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
