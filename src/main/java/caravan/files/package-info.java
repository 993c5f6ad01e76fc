/** The content of files that Notion hosts, for sinks that keep it. */
package caravan.files;
