package caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.store.AwaitedStore.Awaited;
import caravan.store.RelationStore.Candidate;
import caravan.store.RelationStore.Related;
import caravan.store.RelationStore.Waiting;
import caravan.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the store promises of relations that wait, on every database. */
abstract class RelationsSuite {

  private static final List<String> INTEGRATIONS = List.of("crm");
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123Z");

  private final SettableClock clock = new SettableClock(NOW.toString());
  private Store store;
  private LinkStore links;
  private RelationStore relations;
  private AwaitedStore awaited;

  abstract Store open();

  @BeforeEach
  void openStore() {
    store = open();
    store
        .jdbi()
        .useHandle(
            handle ->
                List.of("links", "waiting_relations")
                    .forEach(table -> handle.execute("DELETE FROM " + table)));
    links = new LinkStore(store, clock);
    relations = new RelationStore(store, clock);
    awaited = new AwaitedStore(store, clock);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void nobodySetsWhatAnIntegrationOfAnotherConnectionHasWritten() {
    link("companies", "acme", "any");
    link("contacts", "ann", "v1");
    putDown("ann", "v1", waiting("company", "acme"));
    assertThat(relations.candidates(INTEGRATIONS, 0, null, 10)).hasSize(1);
    assertThat(relations.candidates(List.of("linear-issues"), 0, null, 10)).isEmpty();
    assertThat(relations.candidates(List.of("linear-issues", "crm"), 0, null, 10)).hasSize(1);
  }

  @Test
  void aPageIsACandidateOnceAPageThatItMissesIsLinked() {
    link("contacts", "ann", "v1");
    putDown("ann", "v1", waiting("company", "acme", "initech"));
    assertThat(candidates(null)).isEmpty();

    link("companies", "acme", "any");

    assertThat(candidates(null)).containsExactly("ann");
    assertThat(candidates(Set.of("companies"))).containsExactly("ann");
    assertThat(candidates(Set.of("contacts"))).containsExactly("ann");
    assertThat(candidates(Set.of("deals"))).as("nothing that concerns it").isEmpty();
    assertThat(candidates(Set.of())).isEmpty();
  }

  @Test
  void nothingIsSetOnAPageThatDoesNotHoldTheVersionThatSaysIt() {
    link("companies", "acme", "any");
    putDown("ann", "v2", waiting("company", "acme"));
    assertThat(candidates(null)).as("it has no page").isEmpty();
    link("contacts", "ann", "v1");
    assertThat(candidates(null)).as("its write failed").isEmpty();
    assertThat(relations.related("contacts", "ann")).isEmpty();

    link("contacts", "ann", "v2");

    assertThat(candidates(null)).containsExactly("ann");
    assertThat(relations.related("contacts", "ann")).hasSize(1);
  }

  @Test
  void whatARecordLeavesAloneGoesOnWaiting() {
    putDown("ann", "v1", waiting("company", "acme"), waiting("boss", "eve"));
    relations.replace("crm", "contacts", "ann", "v2", List.of(), Set.of("company"));
    link("contacts", "ann", "v2");
    link("companies", "acme", "any");
    link("companies", "eve", "any");

    assertThat(candidates(null)).containsExactly("ann");
    assertThat(relations.related("contacts", "ann"))
        .extracting(Related::propertyId)
        .as("the other one was cleared")
        .containsExactly("company");
  }

  @Test
  void allThatAPageShouldHoldComesInTheRecordsOrderWithThePagesThatAreKnown() {
    link("contacts", "ann", "v1");
    link("companies", "initech", "any");
    links.save(
        new Link("companies", "gone", "page-gone", Link.State.TRASHED, null, null, null, null));
    links.markPending("companies", "soon", null, null);
    putDown(
        "ann",
        "v1",
        new Waiting(
            "company",
            "companies",
            "companies",
            List.of("initech", "acme", "soon", "gone"),
            Set.of("acme", "soon", "gone")));

    List<Related> related = relations.related("contacts", "ann");

    assertThat(related)
        .extracting(Related::relatedId)
        .containsExactly("initech", "acme", "soon", "gone");
    assertThat(related)
        .extracting(Related::relatedPage)
        .containsExactly("page-initech", null, null, null);
    assertThat(related).extracting(Related::missing).containsExactly(false, true, true, true);
    assertThat(related).extracting(Related::pageId).containsOnly("page-ann");
  }

  @Test
  void whatWasSetWaitsNoLongerAndTheRestGoesOnWaiting() {
    link("contacts", "ann", "v1");
    putDown("ann", "v1", waiting("company", "acme", "initech"));
    link("companies", "acme", "any");
    relations.written(relations.related("contacts", "ann"));
    assertThat(candidates(null)).as("nothing more can be set").isEmpty();
    assertThat(awaited.tally("crm").relations()).isEqualTo(1);

    link("companies", "initech", "any");
    assertThat(candidates(null)).containsExactly("ann");
    assertThat(relations.related("contacts", "ann")).as("to be set whole").hasSize(2);
    relations.written(relations.related("contacts", "ann"));

    assertThat(awaited.tally("crm").relations()).isZero();
    assertThat(relations.related("contacts", "ann")).isEmpty();
  }

  @Test
  void aNewerVersionReplacesWhatWaitsAndADeletedRecordStopsWaiting() {
    link("contacts", "ann", "v2");
    putDown("ann", "v1", waiting("company", "acme"), waiting("manager", "bob"));
    putDown("bob", "v1", waiting("company", "acme"));

    putDown("ann", "v2", waiting("company", "initech"));

    assertThat(relations.related("contacts", "ann"))
        .extracting(Related::relatedId)
        .containsExactly("initech");
    putDown("ann", null);
    assertThat(awaited.tally("crm").relations()).as("only bob's").isEqualTo(1);
  }

  @Test
  void howLongAPropertyHasWaitedSurvivesANewerVersion() {
    putDown("ann", "v1", waiting("company", "acme"));
    clock.advance(Duration.ofHours(1));
    putDown("ann", "v2", waiting("company", "initech"));
    putDown("bob", "v1", waiting("company", "acme"));

    assertThat(awaited.tally("crm").oldest()).isEqualTo(NOW);
    assertThat(awaited.tally("crm").relations()).isEqualTo(2);
    assertThat(awaited.tally("other").relations()).isZero();
    assertThat(awaited.tally("other").oldest()).isNull();
  }

  @Test
  void pagesInTheTrashAreCountedApart() {
    link("contacts", "ann", "v1");
    links.save(
        new Link("companies", "gone", "page-gone", Link.State.TRASHED, null, null, null, null));
    putDown("ann", "v1", waiting("company", "gone"));
    assertThat(awaited.tally("crm").relations()).isZero();
    assertThat(awaited.tally("crm").trashed()).isEqualTo(1);

    putDown("ann", "v1", waiting("company", "gone", "acme"));
    assertThat(awaited.tally("crm").relations()).isEqualTo(1);
    assertThat(awaited.tally("crm").trashed()).isEqualTo(1);

    links.save(links.find("contacts", "ann").orElseThrow().trashed());
    assertThat(awaited.tally("crm").relations()).as("its own page is in the trash").isZero();
    assertThat(awaited.tally("crm").trashed()).isZero();
  }

  @Test
  void aFailedSettingWaitsForItsMomentAndIsThenFoundByAnyRun() {
    link("contacts", "ann", "v1");
    link("companies", "acme", "any");
    putDown("ann", "v1", waiting("company", "acme"));
    relations.failed(relations.related("contacts", "ann"), NOW.plusSeconds(60));
    clock.advance(Duration.ofSeconds(59));
    assertThat(candidates(null)).isEmpty();

    clock.advance(Duration.ofSeconds(1));

    assertThat(candidates(Set.of("unconcerned"))).containsExactly("ann");
    assertThat(relations.related("contacts", "ann").get(0).attempts()).isEqualTo(1);
  }

  @Test
  void aRelatedPageThatIsGoneIsMissingAgain() {
    link("contacts", "ann", "v1");
    putDown(
        "ann",
        "v1",
        new Waiting("company", "companies", "companies", List.of("acme", "new"), Set.of("new")));

    relations.gone("companies", "acme");

    assertThat(relations.related("contacts", "ann")).allMatch(Related::missing);
  }

  @Test
  void candidatesComeInChunksInTheOrderInWhichTheyBeganToWait() {
    link("companies", "acme", "any");
    IntStream.range(0, 25)
        .forEach(
            i -> {
              link("contacts", "c" + i, "v1");
              putDown("c" + i, "v1", waiting("company", "acme"));
            });
    List<String> met = new ArrayList<>();
    long after = 0;
    List<Candidate> chunk;
    do {
      chunk = relations.candidates(INTEGRATIONS, after, null, 10);
      for (Candidate one : chunk) {
        met.add(one.externalId());
        after = one.id();
      }
      // What was met is set meanwhile.
      chunk.forEach(one -> relations.written(relations.related("contacts", one.externalId())));
    } while (chunk.size() == 10);
    assertThat(met)
        .containsExactlyElementsOf(IntStream.range(0, 25).mapToObj(i -> "c" + i).toList());
  }

  @Test
  void whatIsAwaitedIsLookedUpOncePerExternalIdAndKeepsItsPace() {
    putDown("ann", "v1", waiting("company", "acme"));
    putDown("bob", "v1", waiting("company", "acme", "initech"));
    link("companies", "initech", "any");

    List<Awaited> due = awaited.due("crm", 100);

    assertThat(due).containsExactly(new Awaited("companies", "companies", "acme", 0));
    assertThat(awaited.due("other", 100)).isEmpty();
    awaited.lookingUp(Map.of(due.get(0), NOW.plusSeconds(60)));
    assertThat(awaited.due("crm", 100)).isEmpty();

    clock.advance(Duration.ofSeconds(30));
    putDown("ann", "v2", waiting("company", "acme"));
    putDown("carl", "v1", waiting("company", "acme"));
    assertThat(awaited.due("crm", 100)).as("a newer version does not hurry it").isEmpty();

    clock.advance(Duration.ofSeconds(30));
    assertThat(awaited.due("crm", 100))
        .containsExactly(new Awaited("companies", "companies", "acme", 1));
  }

  @Test
  void whatIsLinkedOrInTheTrashIsNotLookedUpButWhatIsPendingIs() {
    putDown("ann", "v1", waiting("company", "linked", "trashed", "pending", "unknown"));
    link("companies", "linked", "any");
    links.save(new Link("companies", "trashed", "t", Link.State.TRASHED, null, null, null, null));
    links.markPending("companies", "pending", null, null);

    assertThat(awaited.due("crm", 100))
        .extracting(Awaited::relatedId)
        .containsExactly("pending", "unknown");
    assertThat(awaited.due("crm", 1)).hasSize(1);
  }

  private List<String> candidates(Set<String> targets) {
    return relations.candidates(INTEGRATIONS, 0, targets, 100).stream()
        .map(Candidate::externalId)
        .toList();
  }

  private void putDown(String record, String version, Waiting... waiting) {
    relations.replace("crm", "contacts", record, version, List.of(waiting), Set.of());
  }

  private static Waiting waiting(String property, String... missing) {
    return new Waiting(property, "companies", "companies", List.of(missing), Set.of(missing));
  }

  private void link(String target, String externalId, String version) {
    links.save(
        new Link(
            target,
            externalId,
            "page-" + externalId,
            Link.State.LINKED,
            version,
            null,
            null,
            null));
  }
}
