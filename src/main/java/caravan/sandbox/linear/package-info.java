/** Linear as the sandbox plays it: a workspace in memory behind the service's GraphQL interface. */
package caravan.sandbox.linear;
