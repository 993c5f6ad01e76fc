package caravan.testing;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import java.util.List;

/** Linear's answers, as far as the tests need them. */
public final class Linear {

  private Linear() {}

  /** An issue without description, assignee, labels and parent. */
  public static String issue(String id, String title, String updatedAt) {
    return """
        {"id": "%s", "identifier": "ENG-1", "title": "%s", "description": null, "priority": 2,
         "estimate": 3, "dueDate": null, "url": "https://linear.app/x/%s", "updatedAt": "%s",
         "trashed": null, "state": {"name": "Todo"}, "assignee": null, "parent": null,
         "labels": {"nodes": []}}
        """
        .formatted(id, title, id, updatedAt);
  }

  /** A page of issues; {@code cursor} is null on the last page. */
  public static String page(List<String> issues, String cursor) {
    return """
        {"data": {"issues": {"nodes": [%s], "pageInfo": {"hasNextPage": %s, "endCursor": %s}}}}
        """
        .formatted(
            String.join(",", issues), cursor != null, cursor == null ? "null" : '"' + cursor + '"');
  }

  /** Every poll finds these issues. */
  public static MappingBuilder issues(String... issues) {
    return post("/graphql").willReturn(okJson(page(List.of(issues), null)));
  }
}
