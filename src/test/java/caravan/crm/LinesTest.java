package caravan.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of files, and what is said of lines that hold no record. */
class LinesTest {

  @Test
  void everythingThatRfc4180AllowsIsRead() throws IOException {
    List<Line> lines =
        csv(
            Kind.COMPANIES,
            "externalId,name,domain,industry\r\n"
                + "a,\"Acme, \"\"the\"\" maker\",https://acme.example,\r\n"
                + "b,\"Two\r\nlines\",,Tools\r\n"
                + "\r\n"
                + ",,,\r\n"
                + "c,Last,,Tools");
    assertThat(lines).allSatisfy(line -> assertThat(line.refusals()).isEmpty());
    assertThat(lines).extracting(Line::number).containsExactly(2L, 3L, 7L);
    assertThat(lines.get(0).item().toString())
        .isEqualTo(
            "{\"id\":\"companies/a\",\"kind\":\"companies\",\"fields\":{\"externalId\":\"a\","
                + "\"name\":\"Acme, \\\"the\\\" maker\",\"domain\":\"https://acme.example\","
                + "\"industry\":null}}");
    assertThat(lines.get(1).item().path("fields").path("name").asText()).isEqualTo("Two\r\nlines");
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t"})
  void delimiterIsWhatTheHeaderHasMostOf(String delimiter) throws IOException {
    String text = "External ID_Name_\"close;date,x\"_Amount\nd_Deal_x_5\n".replace("_", delimiter);
    List<Line> lines = csv(Kind.DEALS, text);
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).item().path("fields").path("amount").asInt()).isEqualTo(5);
  }

  @Test
  void lineThatNamesTheDelimiterIsObeyed() throws IOException {
    List<Line> lines = csv(Kind.DEALS, "sep=;\nexternalId;name;amount\nd;Deal;1,5\ne;;1\n");
    assertThat(lines.get(0).item().path("fields").path("amount").decimalValue())
        .isEqualByComparingTo("1.5");
    assertThat(lines.get(1).number()).isEqualTo(4);
    assertThat(lines.get(1).refusals())
        .containsExactly(new Refusal("name", "it is blank; every record needs one"));
  }

  @Test
  void columnsAreFoundByForeignNames() throws IOException {
    Headers headers = Headers.parse(Kind.COMPANIES, "Kunden-Nr.=externalId; Firma=name");
    Lines lines =
        CsvLines.format(Kind.COMPANIES, headers)
            .read(new StringReader("KUNDEN NR;Firma;Umsatz\n7;Acme;1\n"));
    assertThat(lines.next().item().path("id").asText()).isEqualTo("companies/7");
    assertThat(lines.remarks()).containsExactly("Columns that are not used: \"Umsatz\".");
    assertThatThrownBy(() -> Headers.parse(Kind.COMPANIES, "Firma=title"))
        .hasMessageContaining("\"Firma=title\" is none")
        .hasMessageContaining("externalId, name, domain, industry");
  }

  @Test
  void eachFieldThatIsWrongIsNamed() throws IOException {
    List<Line> lines =
        csv(
            Kind.DEALS,
            "externalId,name,amount,closeDate,contacts\n"
                + "d,Deal,\"1,234\",30.11.2026,a;b\n"
                + "e,Deal,1,2026-11-30,a;b|a\n"
                + "f,Deal,1\n"
                + "g,Deal,1,,a,b\n");
    assertThat(lines.get(0).refusals())
        .extracting(Refusal::toString)
        .containsExactly(
            "amount: \"1,234\" can be read in two ways; write 1234 or 1.2340",
            "closeDate: \"30.11.2026\" is no date; write it as 2026-11-30, or as"
                + " 2026-11-30T09:00:00+01:00");
    assertThat(lines.get(1).item().path("fields").path("contacts").toString())
        .isEqualTo("[\"a\",\"b\"]");
    assertThat(lines.get(2).refusals().get(0).reason()).contains("3 cells", "5 columns");
    assertThat(lines.get(3).refusals().get(0).reason()).contains("6 cells");
    assertThat(lines).noneMatch(Line::isEnd);
  }

  @Test
  void fileWithoutItsColumnsIsRefusedWhole() throws IOException {
    assertThat(csv(Kind.DEALS, "id,name\n1,x\n"))
        .singleElement()
        .satisfies(line -> assertThat(line.isEnd()).isTrue())
        .extracting(line -> line.refusals().get(0).reason())
        .asString()
        .contains("no column is \"externalId\"", "id, name");
    assertThat(csv(Kind.DEALS, "name,externalId,Name\n1,x,y\n").get(0).refusals().get(0).reason())
        .contains("two columns are \"name\"");
    assertThat(csv(Kind.DEALS, "").get(0).refusals().get(0).reason()).contains("empty");
  }

  @Test
  void quoteThatIsNeverClosedEndsTheFileAndIsSaid() throws IOException {
    List<Line> lines = csv(Kind.COMPANIES, "externalId,name\na,Acme\nb,\"Open\nc,Three\n");
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0).item()).isNotNull();
    assertThat(lines.get(1).isEnd()).isTrue();
    assertThat(lines.get(1).number()).isEqualTo(3);
    assertThat(lines.get(1).refusals().get(0).reason()).contains("from here on nothing was read");
  }

  @Test
  void byteOrderMarksAreNoPartOfTheFirstColumn() throws IOException {
    for (Charset charset :
        List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)) {
      byte[] bytes = "\ufeffexternalId,name\nü,Öl\n".getBytes(charset);
      Lines lines =
          CsvLines.format(Kind.COMPANIES, Headers.parse(Kind.COMPANIES, ""))
              .read(FileText.of(new ByteArrayInputStream(bytes)));
      assertThat(lines.next().item().path("fields").path("name").asText()).isEqualTo("Öl");
    }
  }

  @Test
  void bytesOfAnotherEncodingAreNotGuessed() throws IOException {
    byte[] bytes = "externalId,name\na,Öl\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(
            () ->
                read(
                    CsvLines.format(Kind.COMPANIES, Headers.parse(Kind.COMPANIES, ""))
                        .read(FileText.of(new ByteArrayInputStream(bytes)))))
        .isInstanceOf(java.nio.charset.CharacterCodingException.class);
  }

  @Test
  void jsonIsAnObjectAListOrObjectsInARow() throws IOException {
    assertThat(json(Kind.COMPANIES, "{\"externalId\":\"a\",\"name\":\"A\"}")).hasSize(1);
    assertThat(json(Kind.COMPANIES, "[]")).isEmpty();
    List<Line> lines =
        json(
            Kind.DEALS,
            "[\n {\"externalId\": 7, \"name\": \"D\", \"amount\": 0.10, \"contacts\": [\"a\"]},\n"
                + " {\"externalId\": \"e\", \"name\": \"E\", \"stage\": null, \"value\": 3},\n 5\n]");
    assertThat(lines).extracting(Line::number).containsExactly(2L, 3L, 4L);
    assertThat(lines.get(0).item().path("fields").toString())
        .isEqualTo("{\"externalId\":\"7\",\"name\":\"D\",\"amount\":0.1,\"contacts\":[\"a\"]}");
    assertThat(lines.get(1).refusals().get(0).toString()).startsWith("value: there is no such");
    assertThat(lines.get(2).refusals().get(0).reason()).contains("JSON object");
    assertThat(
            json(
                Kind.COMPANIES,
                "{\"externalId\":\"a\",\"name\":\"A\"}\n{\"externalId\":\"b\",\"name\":\"B\"}\n"))
        .hasSize(2);
  }

  @Test
  void jsonThatBreaksOffIsReadUpToThere() throws IOException {
    List<Line> lines =
        json(Kind.COMPANIES, "[{\"externalId\":\"a\",\"name\":\"A\"},\n{\"externalId\":");
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0).item()).isNotNull();
    assertThat(lines.get(1).isEnd()).isTrue();
    assertThat(json(Kind.COMPANIES, "").get(0).isEnd()).isTrue();
  }

  @Test
  void linesOfOneRecordKeepTheirOrder() throws IOException {
    List<Line> lines = csv(Kind.COMPANIES, "externalId,name\na,1\nb,1\na,2\nc,1\na,3\n");
    List<List<String>> waves = new ArrayList<>();
    Iterator<List<Line>> parts = new Waves(lines.iterator());
    parts.forEachRemaining(
        wave -> waves.add(wave.stream().map(it -> it.item().path("id").asText()).toList()));
    assertThat(waves)
        .containsExactly(
            List.of("companies/a", "companies/b"),
            List.of("companies/a", "companies/c"),
            List.of("companies/a"));
  }

  @Test
  void itemIsSpeltTheSameWhateverWayItCame() throws IOException {
    Line fromCsv = csv(Kind.CONTACTS, "externalId,name,email\n 5 , Ann ,ann@example.org\n").get(0);
    Line fromJson =
        json(Kind.CONTACTS, "{\"externalId\":5,\"name\":\"Ann\",\"email\":\"ann@example.org\"}")
            .get(0);
    assertThat(fromCsv.item()).isEqualTo(fromJson.item());
    assertThat(new ObjectMapper().readTree(fromCsv.item().toString())).isEqualTo(fromCsv.item());
  }

  private static List<Line> csv(Kind kind, String text) throws IOException {
    return read(CsvLines.format(kind, Headers.parse(kind, "")).read(new StringReader(text)));
  }

  private static List<Line> json(Kind kind, String text) throws IOException {
    return read(JsonLines.format(kind).read(new StringReader(text)));
  }

  private static List<Line> read(Lines lines) {
    List<Line> all = new ArrayList<>();
    lines.forEachRemaining(all::add);
    return all;
  }
}
