package caravan.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent reads as what Notion gives for it. */
class PropertyTextTest {

  private static final Map<String, String> NAMES = Map.of("x", "Done", "u1", "Ada");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'title':[{'text':{'content':'A'}},{'text':{'content':'b'}}]}"
            + "|{'type':'title','title':[{'plain_text':'Ab'}]}|Ab",
        "{'select':{'name':'Done'}}|{'type':'select','select':{'id':'x','name':'Done'}}|Done",
        "{'select':{'id':'x'}}|{'type':'select','select':{'id':'x','name':'Done'}}|Done",
        "{'select':null}|{'type':'select','select':null}|``",
        "{'multi_select':[{'name':'a'},{'name':'b'}]}"
            + "|{'type':'multi_select','multi_select':[{'name':'a'},{'name':'b'}]}|a, b",
        "{'number':3}|{'type':'number','number':3.0}|3",
        "{'checkbox':true}|{'type':'checkbox','checkbox':true}|true",
        "{'date':{'start':'2026-11-22'}}"
            + "|{'type':'date','date':{'start':'2026-11-22','end':null}}|2026-11-22",
        "{'date':{'start':'2026-11-22','end':'2026-11-23'}}"
            + "|{'type':'date','date':{'start':'2026-11-22','end':'2026-11-23'}}"
            + "|2026-11-22 to 2026-11-23",
        "{'people':[{'object':'user','id':'u1'}]}"
            + "|{'type':'people','people':[{'object':'user','id':'u1','name':'Ada'}]}|Ada",
        "{'relation':[{'id':'p1'}]}|{'type':'relation','relation':[{'id':'p1'}]}|p1",
        "{'url':null}|{'type':'url','url':null}|``"
      })
  void sentAndGivenReadTheSame(String sent, String given, String text)
      throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();
    assertThat(PropertyText.of(json.readTree(sent.replace('\'', '"')), NAMES)).isEqualTo(text);
    assertThat(PropertyText.of(json.readTree(given.replace('\'', '"')), NAMES)).isEqualTo(text);
  }
}
