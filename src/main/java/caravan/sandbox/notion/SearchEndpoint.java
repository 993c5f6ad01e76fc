package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Search by title; like queries it lags behind writes (Notion: search optimizations and
 * limitations).
 */
final class SearchEndpoint {

  private final World world;
  private final Shapes shapes;

  SearchEndpoint(World world, Shapes shapes) {
    this.world = world;
    this.shapes = shapes;
  }

  private record Hit(String id, Instant edited, ObjectNode json) {}

  Reply search(Call call) {
    In body = call.allowing().body().only("query", "sort", "filter", "start_cursor", "page_size");
    String wanted =
        body.at("query").given() ? body.at("query").text().toLowerCase(Locale.ROOT) : "";
    In filter = body.at("filter");
    String kind = null;
    if (filter.given()) {
      filter.only("property", "value", "in_trash");
      kind =
          filter.at("value").given()
              ? filter.at("value").choice(List.of("page", "data_source"))
              : null;
    }
    boolean trash = filter.given() && filter.at("in_trash").given() && filter.at("in_trash").bool();
    List<Hit> hits = new ArrayList<>();
    if (kind == null || kind.equals("page")) {
      pages(wanted, trash, call.old(), hits);
    }
    if (kind == null || kind.equals("data_source")) {
      dataSources(wanted, trash, call.old(), hits);
    }
    hits.sort(order(body.at("sort")));
    Paging.Slice<Hit> slice = Paging.of(body).cut(hits, "search" + wanted + kind + trash, Hit::id);
    return Reply.of(
        Shapes.list(
            "page_or_data_source", slice.items().stream().map(Hit::json).toList(), slice.next()));
  }

  private void pages(String wanted, boolean trash, boolean old, List<Hit> hits) {
    Instant indexed = world.now().minus(world.options().indexLag());
    for (Page page : world.pages().values()) {
      Page.State state = page.stateAt(indexed);
      if (state != null
          && state.inTrash() == trash
          && !world.sharing().hides(page)
          && world.title(state).toLowerCase(Locale.ROOT).contains(wanted)) {
        hits.add(new Hit(page.id(), state.lastEdited(), shapes.page(page, state, null, old)));
      }
    }
  }

  private void dataSources(String wanted, boolean trash, boolean old, List<Hit> hits) {
    for (DataSource source : world.dataSources().values()) {
      if (source.inTrash() == trash
          && !world.sharing().hides(source.id())
          && RichText.plain(source.title()).toLowerCase(Locale.ROOT).contains(wanted)) {
        hits.add(new Hit(source.id(), source.lastEdited(), shapes.dataSource(source, old)));
      }
    }
  }

  private static Comparator<Hit> order(In in) {
    Comparator<Hit> byTime = Comparator.comparing(Hit::edited);
    boolean up =
        in.given()
            && in.object().at("direction").given()
            && in.at("direction").text().equals("ascending");
    return (up ? byTime : byTime.reversed()).thenComparing(Hit::id);
  }
}
