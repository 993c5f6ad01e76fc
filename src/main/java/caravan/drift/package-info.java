/** Whether data sources are what contracts need: checks, drift, and what follows from it. */
package caravan.drift;
