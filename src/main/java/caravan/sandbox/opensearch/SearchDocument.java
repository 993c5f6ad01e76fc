package caravan.sandbox.opensearch;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A document of an index.
 *
 * @param id its id
 * @param version what a write gave it, or how often it was written
 * @param source what was stored
 */
public record SearchDocument(String id, long version, ObjectNode source) {}
