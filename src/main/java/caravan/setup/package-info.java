/**
 * What an operator does before the first start, and when something is wrong: a look at everything
 * that the hub needs, and the databases in Notion that it needs. Works without a running hub.
 */
package caravan.setup;
