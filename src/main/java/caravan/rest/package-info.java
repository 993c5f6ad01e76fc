/** Sources and sinks that speak JSON over HTTP, without Java of their own. */
package caravan.rest;
