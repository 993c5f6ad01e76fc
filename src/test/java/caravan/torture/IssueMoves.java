package caravan.torture;

import caravan.demo.seed.SeedPerson;
import caravan.sandbox.linear.IssueDraft;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/** What people do in Linear, drawn from a seed; knows what each issue is like at each moment. */
final class IssueMoves {

  private static final int MEDDLED = 3;
  private static final List<String> STATES =
      List.of("Triage", "Backlog", "Todo", "In Progress", "In Review", "Done", "Canceled");
  private static final List<String> LABELS =
      List.of("bug", "feature", "docs", "öffentlich", "later", "p&l");

  private static final class Model {
    private Doc body;
    private Doc earlier;
    private boolean gone;
    private boolean purged;
    private int parent = -1;
  }

  private final Random random;
  private final IntSupplier serial;
  private final int most;
  private int meddled;
  private final List<Model> models = new ArrayList<>();

  /**
   * @param serial the next number for a body or title, unlike all before
   * @param most how many issues there are at most
   */
  IssueMoves(Random random, IntSupplier serial, int most) {
    this.random = random;
    this.serial = serial;
    this.most = most;
  }

  /** One thing that somebody does. */
  Step next() {
    boolean room = models.size() < most;
    if (models.size() < 3 || room && random.nextInt(5) == 0) {
      return create();
    }
    int at = someIssue();
    Model model = models.get(at);
    if (model.gone) {
      return random.nextInt(6) == 0 && isNobodysParent(at) ? purge(at, model) : restore(at, model);
    }
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> editBody(at, model);
      case 3 -> bodyBack(at, model);
      case 4, 5 -> rename(at);
      case 6 -> schedule(at);
      case 7 -> assign(at);
      case 8 -> label(at);
      case 9 -> reparent(at, model);
      case 10 -> trash(at, model);
      default -> archiveAndBack(at);
    };
  }

  /** Somebody writes into the body of an issue's page in Notion, where it does not belong. */
  Step meddle() {
    if (models.isEmpty() || meddled == MEDDLED) {
      return next();
    }
    meddled++;
    int at = someIssue();
    boolean first = random.nextBoolean();
    String line = "Somebody wrote this " + serial.getAsInt();
    return step(
        "issue %d: \"%s\" becomes the %s line of its page, if there is one"
            .formatted(at, line, first ? "first" : "last"),
        stage -> stage.meddle(at, first, line));
  }

  /** Two edits of one issue in quick succession. */
  List<Step> twice() {
    if (models.isEmpty()) {
      return List.of(create());
    }
    int at = someIssue();
    Model model = models.get(at);
    if (model.gone) {
      return List.of(restore(at, model), trash(at, model));
    }
    Step first = editBody(at, model);
    Step second = random.nextBoolean() ? editBody(at, model) : rename(at);
    return List.of(first, second.after(Duration.ofMillis(random.nextInt(1500))));
  }

  /** One that Linear still has; the first is never removed. */
  private int someIssue() {
    int at = random.nextInt(models.size());
    return models.get(at).purged ? 0 : at;
  }

  private boolean isNobodysParent(int at) {
    return at > 0 && models.stream().noneMatch(model -> model.parent == at);
  }

  private Step purge(int at, Model model) {
    model.purged = true;
    return step("issue %d: removed for good".formatted(at), stage -> stage.purgeIssue(at));
  }

  private Step create() {
    int at = models.size();
    Model model = new Model();
    model.body = random.nextInt(6) == 0 ? null : Doc.draw(random, serial.getAsInt());
    model.parent = at > 0 && random.nextInt(3) == 0 ? olderThan(at) : -1;
    models.add(model);
    String title = "Issue %d, title %d".formatted(at, serial.getAsInt());
    String state = any(STATES);
    String assignee = anybody();
    List<String> labels = someLabels();
    Doc body = model.body;
    int parent = model.parent;
    String text =
        "issue %d: create \"%s\", %s, %s%s"
            .formatted(at, title, named(body), state, parent < 0 ? "" : ", parent " + parent);
    return step(
        text,
        stage ->
            stage.createIssue(
                body,
                draft ->
                    draft
                        .title(title)
                        .state(state)
                        .assignee(assignee)
                        .labels(labels)
                        .parent(parent < 0 ? null : stage.issue(parent))));
  }

  private Step editBody(int at, Model model) {
    Doc before = model.body;
    Doc after =
        before == null || random.nextInt(5) == 0
            ? Doc.draw(random, serial.getAsInt())
            : before.edited(random, serial.getAsInt());
    if (random.nextInt(12) == 0) {
      after = null;
    }
    return setBody(at, model, after, "body becomes ");
  }

  private Step bodyBack(int at, Model model) {
    return setBody(at, model, model.earlier, "body goes back to ");
  }

  private Step setBody(int at, Model model, Doc after, String words) {
    model.earlier = model.body;
    model.body = after;
    return step(
        "issue %d: %s%s".formatted(at, words, named(after)), stage -> stage.describe(at, after));
  }

  private Step rename(int at) {
    String title = "Issue %d, title %d".formatted(at, serial.getAsInt());
    return edit(at, "title becomes \"" + title + "\"", draft -> draft.title(title));
  }

  private Step schedule(int at) {
    int priority = random.nextInt(5);
    Double estimate = random.nextInt(4) == 0 ? null : (double) random.nextInt(14);
    LocalDate due =
        random.nextInt(4) == 0 ? null : LocalDate.of(2026, 11, 1).plusDays(random.nextInt(90));
    String state = any(STATES);
    return edit(
        at,
        "%s, priority %d, estimate %s, due %s".formatted(state, priority, estimate, due),
        draft -> draft.state(state).priority(priority).estimate(estimate).dueDate(due));
  }

  private Step assign(int at) {
    String email = anybody();
    return edit(at, "assignee becomes " + email, draft -> draft.assignee(email));
  }

  private Step label(int at) {
    List<String> labels = someLabels();
    return edit(at, "labels become " + labels, draft -> draft.labels(labels));
  }

  /** A parent is always an older issue, so that there is no circle. */
  private Step reparent(int at, Model model) {
    model.parent = at == 0 || random.nextInt(4) == 0 ? -1 : olderThan(at);
    int parent = model.parent;
    return step(
        "issue %d: parent becomes %s".formatted(at, parent < 0 ? "none" : "issue " + parent),
        stage ->
            stage.editIssue(at, draft -> draft.parent(parent < 0 ? null : stage.issue(parent))));
  }

  private int olderThan(int at) {
    int older = random.nextInt(at);
    return models.get(older).purged ? 0 : older;
  }

  private Step trash(int at, Model model) {
    model.gone = true;
    return step("issue %d: into the trash".formatted(at), stage -> stage.trashIssue(at));
  }

  private Step restore(int at, Model model) {
    model.gone = false;
    return step("issue %d: out of the trash".formatted(at), stage -> stage.restoreIssue(at));
  }

  private Step archiveAndBack(int at) {
    return random.nextBoolean()
        ? step("issue %d: archive".formatted(at), stage -> stage.archiveIssue(at))
        : step("issue %d: out of the archive".formatted(at), stage -> stage.restoreIssue(at));
  }

  private Step edit(int at, String words, Consumer<IssueDraft> change) {
    return step("issue %d: %s".formatted(at, words), stage -> stage.editIssue(at, change));
  }

  private static Step step(String text, Consumer<Stage> act) {
    return new Step(Duration.ZERO, text, act);
  }

  private String anybody() {
    List<SeedPerson> all = SeedPerson.all();
    return random.nextInt(4) == 0 ? null : all.get(random.nextInt(all.size())).email();
  }

  private List<String> someLabels() {
    return LABELS.stream().filter(label -> random.nextInt(3) == 0).toList();
  }

  private String any(List<String> texts) {
    return texts.get(random.nextInt(texts.size()));
  }

  private static String named(Doc body) {
    return body == null ? "no body" : "\"" + body.name() + "\"";
  }
}
