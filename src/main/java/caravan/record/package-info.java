/** The canonical data model between sources and sinks. */
package caravan.record;
