/**
 * Properties of Notion pages that the hub computes from other rows: what the rows hold is mirrored
 * in the store, a pure {@link caravan.derive.Derivation} says what each page should say, and only
 * what differs is written.
 */
package caravan.derive;
