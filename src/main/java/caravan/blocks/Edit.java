package caravan.blocks;

import caravan.notion.NotionRequest;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** One change of a page's body. */
sealed interface Edit {

  /** How many requests it takes. */
  int requests();

  /** The requests that make it. */
  Requests start();

  /**
   * Changes what a block says, and keeps the block.
   *
   * @param body what {@code PATCH /v1/blocks/{id}} carries
   */
  record Update(String id, ObjectNode body) implements Edit {
    @Override
    public int requests() {
      return 1;
    }

    @Override
    public Requests start() {
      return new OneRequest(NotionRequest.setting("/v1/blocks/" + id, body));
    }
  }

  /** Puts new blocks, one behind the other, below a page or block. */
  record Insert(String parentId, Place place, List<Block> blocks) implements Edit {
    @Override
    public int requests() {
      return BodyWrite.requestsFor(blocks);
    }

    @Override
    public Requests start() {
      return new BodyWrite(parentId, blocks, place);
    }
  }

  /** Puts a block, with everything inside it, into the trash. */
  record Delete(String id) implements Edit {
    @Override
    public int requests() {
      return 1;
    }

    @Override
    public Requests start() {
      return new OneRequest(
          new NotionRequest("DELETE", "/v1/blocks/" + id, null, NotionRequest.Repeat.SAFE));
    }
  }
}
