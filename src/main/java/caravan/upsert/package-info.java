/** Records into Notion pages: what to send, in which order, and what is known afterwards. */
package caravan.upsert;
