/** Documents of a search index: how they are written in bulk, searched and shown. */
package caravan.search;
