/**
 * Notion's public API from memory, written apart from the hub's own Notion code so that no
 * misunderstanding is shared.
 */
package caravan.sandbox.notion;
