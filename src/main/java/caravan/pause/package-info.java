/** Integrations that stand still until they are resumed. */
package caravan.pause;
