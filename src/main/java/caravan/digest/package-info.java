/** The stand-up digest: when one is due, what belongs into it, and whose it is. */
package caravan.digest;
