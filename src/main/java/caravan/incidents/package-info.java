/** What people are told, while it lasts. */
package caravan.incidents;
