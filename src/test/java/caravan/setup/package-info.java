/** The look at everything that a hub needs, and the making of its databases. */
package caravan.setup;
