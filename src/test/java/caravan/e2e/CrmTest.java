package caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.FaultRule;
import caravan.sandbox.MovableClock;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.NotionSandbox;
import caravan.sandbox.notion.ValueBuilder;
import caravan.store.RunReport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the integration crm promises. */
class CrmTest {

  private static final String PASSWORD = "intake-password";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final MovableClock clock = new MovableClock("2026-11-22T10:00:30Z");
  private final ObjectMapper json = new ObjectMapper();

  @TempDir private Path folder;
  private HubOnSandbox hub;
  private Crm crm;

  @BeforeEach
  void start() {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited().toBuilder().clock(clock).build());
    crm = new Crm(notion(), folder.resolve("inbox"));
    crm.environment().forEach(hub::set);
    hub.set("CRM_CRON", "0 0 0 1 1 ? 2099").set("OPS_PASSWORD", PASSWORD).start(Crm.NAME);
  }

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void filesInAnyOrderBecomePagesThatAreRelated() throws IOException {
    crm.drop(
        "deals/new.csv",
        "\ufeffExternal ID;Name;Amount;Stage;Close Date;Company;Contacts\r\n"
            + "d1;\"Deal; one\";1.234,50;Proposal;2026-12-01;acme;ann|bob\r\n"
            + "acme;Same id as the company;5;Won;;acme;\r\n");
    crm.drop(
        "contacts.json",
        "[{\"externalId\":\"ann\",\"name\":\"Ann\",\"email\":\"ann@example.org\",\"company\":\"acme\"},"
            + "{\"externalId\":\"bob\",\"name\":\"Bob\",\"phone\":\"+1 555 0100\"}]");
    awaitDone("deals/new.csv");
    awaitDone("contacts.json");
    assertThat(Crm.related(deal("d1"), "Company")).as("no company yet").isEmpty();

    crm.drop(
        "companies/a.csv",
        "externalId,name,domain,industry\nacme,Acme,https://acme.example,Tools\n");
    awaitDone("companies/a.csv");
    String acme = crm.id(crm.companies, "acme");
    assertThat(Crm.related(deal("d1"), "Company")).containsExactly(acme);
    assertThat(Crm.related(deal("d1"), "Contacts"))
        .containsExactlyInAnyOrder(crm.id(crm.contacts, "ann"), crm.id(crm.contacts, "bob"));
    assertThat(Crm.related(crm.page(crm.contacts, "ann"), "Company")).containsExactly(acme);
    assertThat(Crm.text(deal("d1"), "Name")).isEqualTo("Deal; one");
    assertThat(Crm.value(deal("d1"), "Amount").decimalValue()).isEqualByComparingTo("1234.5");
    assertThat(Crm.value(deal("d1"), "Close Date").path("start").asText()).isEqualTo("2026-12-01");
    assertThat(Crm.text(deal("acme"), "Name")).isEqualTo("Same id as the company");
    assertThat(hub.failures(Crm.NAME)).isZero();
    assertThat(hub.runs(Crm.NAME)).allMatch(run -> run.state().equals("done"));
  }

  @Test
  void contentIsDeliveredOnceWhateverItIsCalledAndWhateverRestarts() {
    String content = "externalId,name\na,Acme\nb,Beta\n";
    crm.drop("companies/one.csv", content);
    awaitDone("companies/one.csv");
    int runs = hub.runs(Crm.NAME).size();
    hub.stop();
    hub.start();
    hub.forgetRequests();
    crm.drop("companies/two.csv", content);
    awaitDone("companies/two.csv");
    assertThat(hub.runs(Crm.NAME)).hasSize(runs);
    assertThat(writes()).isEmpty();

    crm.drop("companies/three.csv", content + "c,Gamma\n");
    awaitDone("companies/three.csv");
    RunReport run = hub.runs(Crm.NAME).get(0);
    assertThat(run.createdCount()).isEqualTo(1);
    assertThat(run.unchangedCount()).isEqualTo(2);
    crm.drop("companies/four.csv", "externalId,name,domain\na,Acme Ltd,\n");
    awaitDone("companies/four.csv");
    assertThat(hub.runs(Crm.NAME).get(0).updatedCount()).isEqualTo(1);
    assertThat(Crm.text(crm.page(crm.companies, "a"), "Name")).isEqualTo("Acme Ltd");
  }

  @Test
  void failedFileSaysWhichLinesAndTheOthersGoThrough() throws IOException {
    crm.drop(
        "deals/bad.csv",
        "externalId,name,amount,stage\n"
            + "d1,Good,5,Proposal\n"
            + "d2,,5,Proposal\n"
            + "d3,Bad amount,\"1,234\",Proposal\n"
            + "d4,Also good,7,New stage\n"
            + "d5,Too few\n");
    awaitFile("failed/deals/bad.csv");
    String report = Files.readString(crm.file("failed/deals/bad.csv.report.txt"));
    assertThat(report)
        .contains(
            "2 created",
            "3 refused",
            "line 3 (d2), name: it is blank",
            "line 4 (d3), amount: \"1,234\" can be read in two ways",
            "line 6, it has 2 cells, but there are 4 columns")
        .doesNotContain(folder.toString());
    assertThat(crm.pages(crm.deals, "d1")).hasSize(1);
    assertThat(crm.pages(crm.deals, "d4")).hasSize(1);
    assertThat(crm.pages(crm.deals, "d3")).isEmpty();
    RunReport run = hub.runs(Crm.NAME).get(0);
    assertThat(run.readCount()).isEqualTo(5);
    assertThat(run.failedCount()).isEqualTo(3);

    crm.drop("pictures.png", "not a table");
    awaitFile("failed/pictures.png");
    assertThat(Files.readString(crm.file("failed/pictures.png.report.txt")))
        .contains("nothing tells what it holds");
  }

  @Test
  void lastOfSeveralLinesOfOneRecordWins() {
    String lines =
        IntStream.range(0, 12)
            .mapToObj(i -> "a,Name %d\nb%d,Other\n".formatted(i, i))
            .collect(Collectors.joining());
    crm.drop("companies/many.csv", "externalId,name\n" + lines);
    awaitDone("companies/many.csv");
    assertThat(Crm.text(crm.page(crm.companies, "a"), "Name")).isEqualTo("Name 11");
  }

  @Test
  void whatNotionDoesNotTakeNowIsKeptAndArrives() throws Exception {
    hub.sandbox()
        .server()
        .faults()
        .add(FaultRule.status(400).withBody("no JSON").on("notion", "POST", "/v1/pages"));
    HttpResponse<String> answer =
        post("companies", "{\"externalId\":\"acme\",\"name\":\"Acme\"}", PASSWORD);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    assertThat(records(answer).get(0).path("state").asText()).isEqualTo("kept");
    assertThat(hub.query("SELECT external_id FROM failures")).isEqualTo("companies/acme");
    crm.drop("companies/one.csv", "externalId,name\nbeta,Beta\n");
    awaitDone("companies/one.csv");
    assertThat(hub.failures(Crm.NAME)).isEqualTo(2);
    hub.stop();
    hub.sandbox().server().faults().clear();
    hub.start();
    clock.move(Duration.ofMinutes(10));
    await().atMost(PATIENCE).until(() -> hub.failures(Crm.NAME) == 0);
    assertThat(crm.pages(crm.companies, "acme")).hasSize(1);
    assertThat(crm.pages(crm.companies, "beta")).hasSize(1);
  }

  @Test
  void everyRecordOfARequestIsAnswered() throws Exception {
    HttpResponse<String> first =
        post(
            "contacts",
            "[{\"externalId\":\"ann\",\"name\":\"Ann\",\"company\":\"acme\"},"
                + "{\"externalId\":\"bob\",\"name\":\"Bob\",\"email\":\"nowhere\"},"
                + "{\"externalId\":\"cid\",\"name\":\"Cid\",\"age\":5}]",
            PASSWORD);
    assertThat(first.statusCode()).as(first.body()).isEqualTo(207);
    assertThat(records(first))
        .extracting(it -> it.path("state").asText())
        .containsExactly("created", "failed", "failed");
    assertThat(records(first).get(1).path("problems").toString()).contains("no e-mail address");
    assertThat(records(first).get(2).path("problems").get(0).path("field").asText())
        .isEqualTo("age");
    HttpResponse<String> again =
        post(
            "contacts", "{\"externalId\":\"ann\",\"name\":\"Ann\",\"company\":\"acme\"}", PASSWORD);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(records(again).get(0).path("state").asText()).isEqualTo("unchanged");
    post("companies", "{\"externalId\":\"acme\",\"name\":\"Acme\"}", PASSWORD);
    assertThat(
            records(post("contacts", "{\"externalId\":\"ann\",\"name\":\"Anna\"}", PASSWORD))
                .get(0)
                .path("state")
                .asText())
        .isEqualTo("updated");
    assertThat(Crm.related(crm.page(crm.contacts, "ann"), "Company"))
        .as("the absent field was left alone")
        .containsExactly(crm.id(crm.companies, "acme"));
    assertThat(hub.failures(Crm.NAME)).isZero();
  }

  @Test
  void requestThatIsNoneIsRefusedWhole() throws Exception {
    assertThat(post("companies", "{}", "wrong").statusCode()).isEqualTo(401);
    assertThat(post("people", "{}", PASSWORD).statusCode()).isEqualTo(404);
    HttpResponse<String> broken =
        post("companies", "[{\"externalId\":\"a\",\"name\":\"A\"},{\"ext", PASSWORD);
    assertThat(broken.statusCode()).isEqualTo(400);
    assertThat(broken.body()).contains("record 2", "nothing was taken");
    assertThat(crm.pages(crm.companies, "a")).isEmpty();
    String many =
        IntStream.range(0, 101)
            .mapToObj(i -> "{\"externalId\":\"%d\",\"name\":\"A\"}".formatted(i))
            .collect(Collectors.joining(",", "[", "]"));
    assertThat(post("companies", many, PASSWORD).statusCode()).isEqualTo(413);
    String large = "{\"externalId\":\"a\",\"name\":\"%s\"}".formatted("x".repeat(1_100_000));
    assertThat(post("companies", large, PASSWORD).statusCode()).isEqualTo(413);
    assertThat(notion().pages(crm.companies)).isEmpty();
  }

  @Test
  void openDealsAreRightAfterEveryChangeAndOwnWritesCauseNone() {
    crm.drop("companies.csv", "externalId,name\nacme,Acme\nbeta,Beta\n");
    awaitDone("companies.csv");
    crm.drop(
        "deals.csv",
        "externalId,name,amount,stage,company\n"
            + "1,One,10.5,Proposal,acme\n2,Two,5,,acme\n3,Three,100,Won,acme\n");
    awaitDone("deals.csv");
    poll();
    assertOpen("acme", 2, 15.5);
    assertOpen("beta", 0, 0);
    for (int i = 0; i < 3; i++) {
      poll();
    }
    hub.forgetRequests();
    poll();
    assertThat(writes()).as("own writes cause none").isEmpty();

    String one = crm.id(crm.deals, "1");
    notion().editProperties(one, ValueBuilder.values().number("Amount", 20).build());
    poll();
    assertOpen("acme", 2, 25);
    notion()
        .editProperties(
            one,
            ValueBuilder.values()
                .references("Company", "relation", crm.id(crm.companies, "beta"))
                .build());
    poll();
    assertOpen("acme", 1, 5);
    assertOpen("beta", 1, 20);
    notion().editProperties(one, ValueBuilder.values().option("Stage", "select", "Lost").build());
    poll();
    assertOpen("beta", 0, 0);

    hub.stop();
    hub.start();
    crm.drop("deals.csv", "externalId,name,amount,stage,company\n2,Two,6,Proposal,acme\n");
    awaitDone("deals (2).csv");
    poll();
    assertOpen("acme", 1, 6);
  }

  @Test
  void dealInTheTrashCountsNoMoreAndARestoredOneDoes() {
    hub.stop();
    hub.set("SYNC_SWEEP_CRON", "0 30 3 * * ?").start();
    crm.drop("companies.csv", "externalId,name\nacme,Acme\n");
    awaitDone("companies.csv");
    crm.drop("deals.csv", "externalId,name,amount,company\n1,One,10,acme\n2,Two,5,acme\n");
    awaitDone("deals.csv");
    poll();
    assertOpen("acme", 2, 15);
    String one = crm.id(crm.deals, "1");
    for (int i = 0; i < 3; i++) {
      poll();
    }
    notion().trash(one);
    clock.move(Duration.ofDays(1));
    hub.pollAndAwait(Crm.NAME, "sweep");
    assertOpen("acme", 1, 5);
    notion().restore(one);
    clock.move(Duration.ofDays(1));
    hub.pollAndAwait(Crm.NAME, "sweep");
    poll();
    assertOpen("acme", 2, 15);
  }

  private void assertOpen(String company, int deals, double value) {
    JsonNode page = crm.page(crm.companies, company);
    assertThat(Crm.value(page, "Open Deals").asInt(-1)).isEqualTo(deals);
    assertThat(Crm.value(page, "Open Value").asDouble(-1)).isEqualTo(value);
  }

  private RunReport poll() {
    clock.move(Duration.ofSeconds(70));
    return hub.poll(Crm.NAME);
  }

  private void awaitDone(String name) {
    awaitFile("done/" + name);
    // The file is moved before its run ends.
    await().atMost(PATIENCE).until(() -> !hub.hub().beans().runs().isOpen(Crm.NAME));
  }

  private void awaitFile(String name) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> Files.exists(crm.file(name)));
    await().atMost(PATIENCE).until(() -> !hub.hub().beans().runs().isOpen(Crm.NAME));
  }

  private JsonNode deal(String externalId) {
    return crm.page(crm.deals, externalId);
  }

  private List<String> writes() {
    return hub.requests().stream()
        .filter(it -> !it.startsWith("GET") && !it.endsWith("/query"))
        .toList();
  }

  private HttpResponse<String> post(String kind, String body, String password) throws Exception {
    String basic =
        Base64.getEncoder().encodeToString(("ops:" + password).getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(hub.url("/intake/crm/" + kind)))
            .header("Authorization", "Basic " + basic)
            .header("Content-Type", "application/json")
            .timeout(PATIENCE)
            .version(HttpClient.Version.HTTP_1_1)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private List<JsonNode> records(HttpResponse<String> answer) throws IOException {
    return List.copyOf(
        json.convertValue(
            json.readTree(answer.body()).path("records"),
            json.getTypeFactory().constructCollectionType(List.class, JsonNode.class)));
  }

  private NotionSandbox notion() {
    return hub.sandbox().notion();
  }
}
