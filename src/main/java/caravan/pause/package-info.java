/** Integrations that wait until somebody, or something, lets them go on. */
package caravan.pause;
