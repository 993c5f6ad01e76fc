/** Complete readings of a source: when they are due, and how much they may take away. */
package caravan.sweep;
