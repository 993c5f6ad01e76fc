/** Reading what changed in a Notion data source. */
package caravan.changes;
