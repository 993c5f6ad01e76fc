/** Caravan: Notion integrations as declarative Apache Camel routes. */
package caravan;
