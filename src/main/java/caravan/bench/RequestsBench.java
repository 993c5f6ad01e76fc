package caravan.bench;

import caravan.bench.JobCost.Spent;
import caravan.sandbox.linear.LinearIssue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Does every job of the request table twice in one sandbox, by the hub and by the naive pattern,
 * and counts what arrives there.
 */
public final class RequestsBench {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** After that a minute has closed by every clock, as far as clocks may differ. */
  private static final Duration MINUTE_AND_MARGIN = Duration.ofSeconds(75);

  private static final int CHANGED_BODY = 50;
  private static final int RELATED = 20;

  private final Path caravan;
  private final Path scratch;
  private final int rows;
  private final BenchWatch watch;
  private final List<JobCost> costs = new ArrayList<>();
  private BenchWorkspace workspace;
  private BenchHub hub;
  private NaiveClient client;
  private NaiveScript script;
  private List<LinearIssue> issues = List.of();
  private Instant lastNaivePoll;

  /** Work of one side. */
  @FunctionalInterface
  private interface Work {
    void run() throws InterruptedException;
  }

  /**
   * @param caravan the Caravan folder whose routes are measured
   * @param scratch an empty folder
   * @param rows how many rows the large jobs have
   */
  public RequestsBench(Path caravan, Path scratch, int rows, BenchWatch watch) {
    this.caravan = caravan;
    this.scratch = scratch;
    this.rows = rows;
    this.watch = watch;
  }

  /**
   * Does all jobs, in the order of the table.
   *
   * @throws BenchStopped if the watch said so
   * @throws IllegalStateException if a side could not do a job
   */
  public List<JobCost> run() throws InterruptedException {
    try (BenchWorkspace open = new BenchWorkspace();
        BenchHub running = BenchHub.start(caravan, scratch, open, watch)) {
      workspace = open;
      hub = running;
      client = new NaiveClient(open, watch);
      script = new NaiveScript(client, open.naiveIssues(), open.person());
      firstRead();
      idlePoll();
      editedPage();
      firstUpsert();
      knownRecords(Math.max(1, rows / 100));
      knownRecords(0);
      fullRecord();
      changedParagraph();
      relations();
      return List.copyOf(costs);
    }
  }

  private void firstRead() throws InterruptedException {
    workspace.addNotes(rows);
    String job = "first read of %s rows with bodies".formatted(number(rows));
    Spent byHub = byHub(() -> pollNotes(job, rows));
    Spent naive = naively(job, () -> script.read(workspace.notes(), null));
    add(job, pagesOf(rows) + rows, byHub, naive);
  }

  private void idlePoll() throws InterruptedException {
    String job = "idle poll of a data source";
    workspace.clock().move(MINUTE.multipliedBy(10));
    Spent byHub = byHub(() -> pollNotes(job, 0));
    lastNaivePoll = workspace.clock().instant();
    Spent naive = naively(job, () -> script.read(workspace.notes(), lastNaivePoll));
    add(job, 1, byHub, naive);
  }

  /** The page is edited shortly after a full minute, so that its minute stays open for a while. */
  private void editedPage() throws InterruptedException {
    long intoMinute = workspace.clock().instant().toEpochMilli() % MINUTE.toMillis();
    workspace.clock().move(MINUTE.multipliedBy(2).minusMillis(intoMinute).plusSeconds(2));
    Instant edit = workspace.clock().instant();
    workspace.editNote();
    String job = "one edited page";
    Spent byHub = byHub(() -> pollNotes(job, 1));
    workspace.clock().move(MINUTE_AND_MARGIN);
    Spent later = byHub(() -> pollNotes(job, -1));
    Spent naive = naively(job, () -> script.read(workspace.notes(), edit.minus(MINUTE)));
    add(job, 2, byHub, naive);
    // The poll itself comes anyway; what the edit costs more is the reading of its body.
    Spent confirming = new Spent(later.requests() - 1, later.beside(), later.refused());
    add("its confirming read, one poll later", 1, confirming, new Spent(0, 0, 0));
  }

  private void firstUpsert() throws InterruptedException {
    workspace.addOtherRows(rows);
    issues =
        IntStream.range(0, rows).mapToObj(number -> issue("Issue " + number, null, null)).toList();
    String job =
        "first upsert of %s records into %s other rows".formatted(number(rows), number(rows));
    Spent byHub = byHub(() -> pollIssues(job, rows));
    Spent naive = naively(job, () -> upsert(items(issues, "Medium", null)));
    add(job, pagesOf(rows) + rows, byHub, naive);
  }

  /** Everything is read again from Linear, and only some of it has changed. */
  private void knownRecords(int changed) throws InterruptedException {
    workspace.clock().move(MINUTE.multipliedBy(10));
    for (int i = 0; i < rows; i++) {
      int priority = i < changed ? 1 : workspace.linear().issue(id(i)).orElseThrow().priority();
      workspace.linear().updateIssue(id(i), draft -> draft.priority(priority));
    }
    String job =
        "upsert of %s known records, %s changed"
            .formatted(number(rows), changed == 0 ? "none" : number(changed));
    Spent byHub = byHub(() -> pollIssues(job, changed));
    Spent naive = naively(job, () -> upsert(items(issues, "Urgent", null)));
    add(job, changed, byHub, naive);
  }

  private String id(int number) {
    return issues.get(number).id();
  }

  private void fullRecord() throws InterruptedException {
    List<BodyBlock> body = BodyBlock.upToTheLimits();
    LinearIssue full = issue("Everything at once", BodyBlock.markdown(body), null);
    String job = "create a record with a body of 1,000 blocks";
    Spent byHub = byHub(() -> pollIssues(job, 1));
    Spent naive = naively(job, () -> upsert(items(List.of(full), "Medium", body)));
    add(job, 1, byHub, naive);
  }

  private void changedParagraph() throws InterruptedException {
    List<BodyBlock> before = BodyBlock.paragraphs(CHANGED_BODY, "as it was");
    List<BodyBlock> after = new ArrayList<>(before);
    after.set(CHANGED_BODY / 2, BodyBlock.paragraph("Changed."));
    LinearIssue issue = issue("With a body", BodyBlock.markdown(before), null);
    String job = "one changed paragraph in a body of %d blocks".formatted(CHANGED_BODY);
    byHub(() -> pollIssues(job, 1));
    naively(job, () -> upsert(items(List.of(issue), "Medium", before)));
    workspace.clock().move(MINUTE);
    workspace
        .linear()
        .updateIssue(issue.id(), draft -> draft.description(BodyBlock.markdown(after)));
    Spent byHub = byHub(() -> pollIssues(job, 1));
    Spent naive = naively(job, () -> upsert(items(List.of(issue), "Medium", after)));
    add(job, 3, byHub, naive);
  }

  private void relations() throws InterruptedException {
    int count = Math.min(RELATED, rows);
    List<LinearIssue> children =
        IntStream.range(0, count)
            .mapToObj(number -> issue("Part of " + number, null, id(number)))
            .toList();
    String job = "create %d records whose parents exist".formatted(count);
    Spent byHub = byHub(() -> pollIssues(job, count));
    Spent naive =
        naively(
            job,
            () -> {
              for (int i = 0; i < count; i++) {
                script.upsert(item(children.get(i), "Medium", List.of(id(i)), null));
              }
            });
    add(job, count, byHub, naive);
  }

  private LinearIssue issue(String title, String description, String parent) {
    return workspace
        .linear()
        .createIssue(
            BenchWorkspace.TEAM,
            draft ->
                draft
                    .title(title)
                    .description(description)
                    .state("Todo")
                    .priority(3)
                    .estimate(3.0)
                    .assignee(BenchWorkspace.PERSON)
                    .parent(parent));
  }

  private static List<NaiveScript.Item> items(
      List<LinearIssue> issues, String priority, List<BodyBlock> body) {
    return issues.stream().map(issue -> item(issue, priority, List.of(), body)).toList();
  }

  private static NaiveScript.Item item(
      LinearIssue issue, String priority, List<String> parents, List<BodyBlock> body) {
    return new NaiveScript.Item(issue.id(), issue.title(), priority, parents, body);
  }

  private void upsert(List<NaiveScript.Item> items) throws InterruptedException {
    for (NaiveScript.Item item : items) {
      script.upsert(item);
    }
  }

  private void pollIssues(String job, int written) throws InterruptedException {
    var run = hub.poll(BenchHub.ISSUES, job);
    expect(job, run.createdCount() + run.updatedCount(), written);
  }

  /** {@code read} is how many notes are to be read; -1 if any number will do. */
  private void pollNotes(String job, int read) throws InterruptedException {
    var run = hub.poll(BenchHub.NOTES, job);
    if (read >= 0) {
      expect(job, run.updatedCount(), read);
    }
  }

  private static void expect(String job, int done, int wanted) {
    if (done != wanted) {
      throw new IllegalStateException(
          "%s: the hub carried %d records where %d were to be carried"
              .formatted(job, done, wanted));
    }
  }

  private Spent byHub(Work work) throws InterruptedException {
    return counted(BenchHub.WINDOW, work);
  }

  private Spent naively(String job, Work work) throws InterruptedException {
    client.job(job);
    return counted(MINUTE, work);
  }

  private Spent counted(Duration window, Work work) throws InterruptedException {
    workspace.budgetWindow(window);
    workspace.clock().move(window); // what the other side has left of its window is gone
    workspace.forgetRequests();
    work.run();
    return workspace.spent();
  }

  private void add(String job, long promised, Spent byHub, Spent naive) {
    costs.add(new JobCost(job, promised, byHub, naive));
  }

  private static int pagesOf(int count) {
    return (count + 99) / 100;
  }

  private static String number(int count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
