/** Slack messages: how they read, and one message per record. */
package caravan.slack;
