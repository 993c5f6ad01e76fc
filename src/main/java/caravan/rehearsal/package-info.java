/**
 * Dry runs and previews: the routes do their work on a copy of the store, what they read is read,
 * and what they would write is told instead of sent.
 */
package caravan.rehearsal;
