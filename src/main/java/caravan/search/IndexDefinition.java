package caravan.search;

/**
 * What an index is made with if it is not there.
 *
 * @param file where it stands, as people know it
 * @param json the body of OpenSearch's request to create an index: settings and mappings
 */
public record IndexDefinition(String file, String json) {}
