/** Starts and stops the hub: Camel, its beans and its routes. */
package caravan.hub;
