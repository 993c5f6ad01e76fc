/** The hub's memory in SQL: links, deliveries, failures, watermarks, runs. */
package caravan.store;
