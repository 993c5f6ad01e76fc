/** What the gateway routes decide: gates after a refusal, answers into results or errors. */
package caravan.gateway;
