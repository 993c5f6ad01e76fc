/** The way of a record: runs, watermarks, the idempotent consumer's memory, failures. */
package caravan.sync;
