/** What people are told of: something that has gone wrong, from its beginning to its end. */
package caravan.incidents;
