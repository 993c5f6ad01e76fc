/**
 * What several tests share: a clock that is set by hand, a hub on a folder of its own, databases.
 */
package caravan.testing;
