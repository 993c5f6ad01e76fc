/** WordPress's REST API in memory, as far as posts, media, categories and tags go. */
package caravan.sandbox.wordpress;
