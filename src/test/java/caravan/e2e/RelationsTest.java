package caravan.e2e;

import static caravan.e2e.Staff.member;
import static caravan.e2e.Staff.team;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.e2e.Staff.Item;
import caravan.sandbox.MovableClock;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.ValueBuilder;
import caravan.store.RunReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Relations to pages that exist, and to pages that the hub writes itself. */
class RelationsTest {

  private static final String CREATE = "POST /v1/pages";
  private static final String SET = "PATCH /v1/pages/ID";
  private static final String QUERY = "POST /v1/data_sources/ID/query";
  private static final String SCHEMA = "GET /v1/data_sources/ID";

  private final MovableClock clock = new MovableClock("2026-11-22T10:00:30Z");
  private Staff staff;

  @BeforeEach
  void sandbox(@TempDir Path folder) {
    staff = new Staff(folder, SandboxOptions.unlimited().toBuilder().clock(clock).build());
  }

  @AfterEach
  void close() {
    staff.close();
  }

  @Test
  void targetsThatPeopleCreatedInAnotherDataSourceAreSetInTheCreateItself() {
    for (int i = 0; i < 250; i++) {
      staff.office("office-" + i);
    }
    staff.notion().createPage(staff.offices(), ValueBuilder.titled("Name", "No code").build(), "");
    staff.start();

    staff.run(members(20, i -> member("m" + i).related("Offices", "office-" + i, "office-249")));

    assertThat(staff.requests())
        .as("two schemas; members and offices learnt; nothing but the creates")
        .containsExactlyInAnyOrderEntriesOf(Map.of(SCHEMA, 2L, QUERY, 1L + 3L, CREATE, 20L));
    assertThat(staff.memberRelation("m7", "Offices"))
        .containsExactly(office("office-7"), office("office-249"));

    staff.forgetRequests();
    staff.run(member("later").related("Offices", "office-99"));
    assertThat(staff.requests()).containsExactlyEntriesOf(Map.of(CREATE, 1L));
  }

  @Test
  void aDataSourceThatOnlyRelationsPointToNeedsNothingButItsKey() {
    staff.notion().deleteProperty(staff.offices(), "Code");
    staff.start();

    RunReport withoutRelation = staff.run(member("ann"));
    assertThat(withoutRelation.createdCount()).isEqualTo(1);

    Exchange delivered = staff.deliver(member("bob").related("Offices", "x"));

    assertThat(delivered.getException())
        .hasMessageContaining("offices: property \"Code\" (rich_text) does not exist");
    assertThat(staff.notion().pages(staff.members())).hasSize(1);
  }

  @Test
  void aRelationToAnotherDataSourceThanTheContractSaysStopsTheRun() {
    staff.set("STAFF_TEAMS_DATA_SOURCE", staff.offices()).start();

    Exchange delivered = staff.deliver(member("ann"));

    assertThat(delivered.getException())
        .hasMessageContaining("property \"Teams\"")
        .hasMessageContaining("points to the data source " + staff.teams())
        .hasMessageContaining("that of teams (" + staff.offices() + ")");
    assertThat(staff.notion().pages(staff.members())).isEmpty();
  }

  @Test
  void recordsThatAreRelatedToEachOtherInOneRunBothGetTheirRelation() {
    staff.start();

    RunReport run =
        staff.run(team("red").related("Lead", "ann"), member("ann").related("Teams", "red"));

    assertThat(staff.relation(staff.teams(), "red", "Lead")).containsExactly(page("ann"));
    assertThat(staff.memberRelation("ann", "Teams"))
        .containsExactly(staff.page(staff.teams(), "red"));
    assertThat(staff.requests()).containsEntry(CREATE, 2L).containsEntry(SET, 1L);
    assertThat(run.notes())
        .contains("relations set in a second pass: 1")
        .doesNotContain("waiting for their pages");
  }

  @Test
  void aRecordMayBeRelatedToItself() {
    staff.start();
    staff.run(member("ann").related("Manager", "ann"));
    assertThat(staff.memberRelation("ann", "Manager")).containsExactly(page("ann"));

    staff.forgetRequests();
    staff.run(member("ann").related("Manager", "ann").named("Ann").version(2));
    assertThat(staff.requests()).containsExactlyEntriesOf(Map.of(SET, 1L));
    assertThat(staff.memberRelation("ann", "Manager")).containsExactly(page("ann"));
  }

  @Test
  void targetsOfALaterRunAreSetWithOneRequestForEachPage() {
    staff.start();
    staff.run(
        member("ann").related("Teams", "red", "blue").related("Manager", "bob"),
        member("carl").related("Teams", "blue"));
    assertThat(staff.memberRelation("ann", "Teams")).isEmpty();

    staff.forgetRequests();
    RunReport run = staff.run(team("red"), team("blue"), member("bob"));

    assertThat(staff.requests())
        .as("one for ann, although two of her relations are set; one for carl")
        .containsEntry(SET, 2L)
        .containsEntry(CREATE, 3L);
    assertThat(run.notes()).contains("relations set in a second pass: 3");
    assertThat(staff.memberRelation("ann", "Teams"))
        .containsExactly(staff.page(staff.teams(), "red"), staff.page(staff.teams(), "blue"));
    assertThat(staff.memberRelation("ann", "Manager")).containsExactly(page("bob"));
  }

  @Test
  void whatExistsIsWrittenWhileTheRestWaits() {
    staff.start();
    staff.run(team("red"));

    RunReport run = staff.run(member("ann").related("Teams", "green", "red"));

    assertThat(staff.memberRelation("ann", "Teams"))
        .containsExactly(staff.page(staff.teams(), "red"));
    assertThat(run.notes()).contains("relations waiting for their pages: 1");
    staff.run(team("green"));
    assertThat(staff.memberRelation("ann", "Teams"))
        .as("in the record's order")
        .containsExactly(staff.page(staff.teams(), "green"), staff.page(staff.teams(), "red"));
  }

  @Test
  void aRelationOfMoreThanTwentyFiveIsNeverTruncatedByAddingOne() {
    staff.start();
    String[] sixty = names("t", 60);
    staff.run(IntStream.range(0, 59).mapToObj(i -> team("t" + i)).toArray(Item[]::new));
    staff.run(member("ann").related("Teams", sixty));
    assertThat(staff.memberRelation("ann", "Teams")).hasSize(59);

    staff.run(team("t59"));

    assertThat(staff.memberRelation("ann", "Teams"))
        .containsExactlyElementsOf(
            List.of(sixty).stream().map(id -> staff.page(staff.teams(), id)).toList());
  }

  @Test
  void moreThanAHundredTargetsAreRefusedWithTheRecordsName() {
    staff.start();

    Exchange delivered = staff.deliver(member("ann").related("Teams", names("t", 101)));

    assertThat(delivered.getException())
        .hasMessageContaining("ann")
        .hasMessageContaining("Teams")
        .hasMessageContaining("101 related records")
        .hasMessageContaining("at most 100");
    assertThat(staff.notion().pages(staff.members())).isEmpty();
    assertThat(staff.run(member("bob").related("Teams", names("t", 100))).createdCount())
        .isEqualTo(1);
  }

  @Test
  void aTargetInTheTrashIsLeftOutAndReportedAndSetOnceItIsBack() {
    staff.start();
    staff.run(team("red"), team("blue"));
    staff.run(team("red").version(2).deleted());

    RunReport run = staff.run(member("ann").related("Teams", "red", "blue"));

    assertThat(staff.memberRelation("ann", "Teams"))
        .containsExactly(staff.page(staff.teams(), "blue"));
    assertThat(run.notes())
        .contains("related pages in the trash: 1")
        .doesNotContain("waiting for their pages");
    assertThat(staff.requests()).as("it is known to be in the trash").containsEntry(QUERY, 2L);

    staff.forgetRequests();
    staff.run(team("red").version(3));
    assertThat(staff.memberRelation("ann", "Teams"))
        .containsExactly(staff.page(staff.teams(), "red"), staff.page(staff.teams(), "blue"));
  }

  @Test
  void aRecordThatIsDeletedStopsWaiting() {
    staff.start();
    staff.run(member("ann").related("Teams", "red"), member("bob").related("Teams", "red"));
    staff.run(member("ann").version(2).deleted());
    assertThat(staff.hub().query("SELECT COUNT(*) FROM waiting_relations")).isEqualTo("1");

    staff.forgetRequests();
    staff.run(team("red"));

    assertThat(staff.requests()).containsEntry(SET, 1L);
    assertThat(staff.memberRelation("bob", "Teams")).hasSize(1);
  }

  private String office(String code) {
    return staff.notion().find(staff.offices(), "Code", code).get(0);
  }

  private String page(String member) {
    return staff.page(staff.members(), member);
  }

  private static Item[] members(int count, java.util.function.IntFunction<Item> each) {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(each.apply(i));
    }
    return items.toArray(Item[]::new);
  }

  private static String[] names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toArray(String[]::new);
  }
}
