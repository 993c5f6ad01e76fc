/** What people are told when an integration stops working, and when it works again. */
package caravan.alerts;
