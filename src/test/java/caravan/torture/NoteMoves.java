package caravan.torture;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/** What people do with meeting notes in Notion, drawn from a seed. */
final class NoteMoves {

  private static final List<String> UNFINISHED = List.of("Draft", "In review");

  private static final class Model {
    private Doc body;
    private boolean isFinal;
    private boolean gone;
  }

  private final Random random;
  private final IntSupplier serial;
  private final int most;
  private final int people;
  private final boolean trashing;
  private final List<Model> models = new ArrayList<>();

  /**
   * @param serial the next number for a body or title, unlike all before
   * @param most how many notes there are at most
   * @param people how many people have a Notion account
   * @param trashing whether notes go into the trash, and come back
   */
  NoteMoves(Random random, IntSupplier serial, int most, int people, boolean trashing) {
    this.random = random;
    this.serial = serial;
    this.most = most;
    this.people = people;
    this.trashing = trashing;
  }

  /** One thing that somebody does. */
  Step next() {
    boolean room = models.size() < most;
    if (models.size() < 2 || room && random.nextInt(5) == 0) {
      return create();
    }
    int at = random.nextInt(models.size());
    Model model = models.get(at);
    if (model.gone) {
      return restore(at, model);
    }
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> editBody(at, model);
      case 3 -> rename(at);
      case 4 -> reschedule(at);
      case 5 -> invite(at);
      case 6 -> trashing ? trash(at, model) : rename(at);
      default -> model.isFinal && random.nextInt(3) > 0 ? editBody(at, model) : finish(at, model);
    };
  }

  /** Two edits of one note in quick succession. */
  List<Step> twice() {
    if (models.isEmpty()) {
      return List.of(create());
    }
    int at = random.nextInt(models.size());
    Model model = models.get(at);
    if (model.gone) {
      return List.of(restore(at, model), trash(at, model));
    }
    Step first = editBody(at, model);
    Step second = random.nextBoolean() ? editBody(at, model) : rename(at);
    return List.of(first, second.after(Duration.ofMillis(random.nextInt(1500))));
  }

  /** An edit in the same minute, right after the hub has read an earlier edit's body. */
  List<Step> rightAfterItWasRead() {
    List<Integer> finals = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      if (models.get(i).isFinal && !models.get(i).gone) {
        finals.add(i);
      }
    }
    if (finals.isEmpty()) {
      return List.of(next());
    }
    int at = finals.get(random.nextInt(finals.size()));
    Step first = editBody(at, models.get(at));
    Step wait = step("note %d: wait until it is read".formatted(at), stage -> stage.awaitRead(at));
    int later = random.nextInt(3) == 0 ? random.nextInt(40) : 0;
    return List.of(first, wait, editBody(at, models.get(at)).after(Duration.ofMillis(later)));
  }

  /** Somebody has another name from now on. */
  Step renamePerson() {
    int who = random.nextInt(people);
    String name = "Person %d of the name %d".formatted(who, serial.getAsInt());
    return step("person %d is now \"%s\"".formatted(who, name), stage -> stage.name(who, name));
  }

  private Step create() {
    int at = models.size();
    Model model = new Model();
    model.body = Doc.draw(random, serial.getAsInt());
    model.isFinal = random.nextBoolean();
    models.add(model);
    String title = "Note %d, title %d".formatted(at, serial.getAsInt());
    String status = model.isFinal ? "Final" : any(UNFINISHED);
    Doc body = model.body;
    List<Integer> invited = somebody();
    return step(
        "note %d: create \"%s\", \"%s\", %s".formatted(at, title, body.name(), status),
        stage -> stage.createNote(title, status, invited, body));
  }

  private Step finish(int at, Model model) {
    model.isFinal = !model.isFinal;
    String status = model.isFinal ? "Final" : any(UNFINISHED);
    return step("note %d: %s".formatted(at, status), stage -> stage.noteStatus(at, status));
  }

  private Step editBody(int at, Model model) {
    model.body = model.body.edited(random, serial.getAsInt());
    Doc body = model.body;
    return step(
        "note %d: body becomes \"%s\"".formatted(at, body.name()),
        stage -> stage.noteBody(at, body));
  }

  private Step rename(int at) {
    String title = "Note %d, title %d & more".formatted(at, serial.getAsInt());
    return step(
        "note %d: title becomes \"%s\"".formatted(at, title), stage -> stage.noteTitle(at, title));
  }

  private Step reschedule(int at) {
    LocalDate date = LocalDate.of(2026, 11, 1).plusDays(random.nextInt(90));
    return step("note %d: date becomes %s".formatted(at, date), stage -> stage.noteDate(at, date));
  }

  private Step invite(int at) {
    List<Integer> who = somebody();
    return step(
        "note %d: participants become %s".formatted(at, who),
        stage -> stage.noteParticipants(at, who));
  }

  private Step trash(int at, Model model) {
    model.gone = true;
    return step("note %d: into the trash".formatted(at), stage -> stage.trashNote(at));
  }

  private Step restore(int at, Model model) {
    model.gone = false;
    return step("note %d: out of the trash".formatted(at), stage -> stage.restoreNote(at));
  }

  private static Step step(String text, Consumer<Stage> act) {
    return new Step(Duration.ZERO, text, act);
  }

  private List<Integer> somebody() {
    List<Integer> who = new ArrayList<>();
    for (int i = 0; i < people; i++) {
      if (random.nextInt(3) == 0) {
        who.add(i);
      }
    }
    return who;
  }

  private String any(List<String> texts) {
    return texts.get(random.nextInt(texts.size()));
  }
}
