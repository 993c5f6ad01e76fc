/** OpenSearch as far as an index is made, filled in bulk and searched; in memory. */
package caravan.sandbox.opensearch;
