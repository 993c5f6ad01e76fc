/** The command line: demo, run, sandbox, status. */
package caravan.cli;
