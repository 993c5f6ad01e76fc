/**
 * What people are told: when an integration stops working, when it works again, and which pages it
 * left as people had edited them.
 */
package caravan.alerts;
