/**
 * What other systems are given of a page's body: only the blocks that an integration lets through,
 * as HTML that no text can break out of; without any I/O.
 */
package caravan.render;
