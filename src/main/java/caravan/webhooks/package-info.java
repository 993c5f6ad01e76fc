/** Webhooks: who may send them, what they ask for, and the work that follows. */
package caravan.webhooks;
