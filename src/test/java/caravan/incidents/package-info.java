/** Incidents, on both databases. */
package caravan.incidents;
