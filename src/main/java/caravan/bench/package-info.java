/** What a job costs in requests to Notion: the hub next to the pattern that scripts follow. */
package caravan.bench;
