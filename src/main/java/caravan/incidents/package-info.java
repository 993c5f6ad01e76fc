/** What has gone wrong and people should know of, from its beginning to its end. */
package caravan.incidents;
