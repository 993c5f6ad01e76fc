/**
 * The hub's own form of a page's body, and the ways from and to Notion's blocks and Markdown;
 * without any I/O.
 */
package caravan.blocks;
