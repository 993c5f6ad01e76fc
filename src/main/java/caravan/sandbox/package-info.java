/**
 * A server on loopback that stands in for the outside systems, from memory, with faults on demand.
 */
package caravan.sandbox;
