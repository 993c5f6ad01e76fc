package caravan.blocks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;

/** The blocks that go together into one array of children, counted against Notion's limits. */
final class Portion {

  private final List<Parcel> parcels = new ArrayList<>();
  private int blocks;
  private long bytes;

  /** Takes a parcel if the request holds it; an empty portion takes any. */
  boolean take(Parcel parcel) {
    boolean fits =
        parcels.size() < NotionLimits.CHILDREN
            && blocks + parcel.blocks() <= NotionLimits.BLOCKS
            && bytes + parcel.bytes() <= NotionLimits.BYTES;
    if (!fits && !parcels.isEmpty()) {
      return false;
    }
    parcels.add(parcel);
    blocks += parcel.blocks();
    bytes += parcel.bytes();
    return true;
  }

  List<Parcel> parcels() {
    return List.copyOf(parcels);
  }

  ArrayNode json() {
    ArrayNode children = JsonNodeFactory.instance.arrayNode(parcels.size());
    parcels.forEach(parcel -> children.add(parcel.json()));
    return children;
  }
}
