/** The demo: the sandbox filled with a small company's work, and the hub's routes running on it. */
package caravan.demo;
