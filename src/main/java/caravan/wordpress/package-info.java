/** WordPress: one post for each record, and images that are uploaded once. */
package caravan.wordpress;
