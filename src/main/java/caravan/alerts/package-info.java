/**
 * What people are told: which runs, records and connections are an incident, which pages were left
 * as people had edited them, and how a message tells of it.
 */
package caravan.alerts;
