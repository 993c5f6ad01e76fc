/** Slack as the sandbox plays it: channels and messages in memory behind the Web API. */
package caravan.sandbox.slack;
