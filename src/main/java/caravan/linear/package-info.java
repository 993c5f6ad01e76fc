/** Reading Linear. */
package caravan.linear;
