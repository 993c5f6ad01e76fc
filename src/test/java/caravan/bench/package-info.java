/** Benchmarks: they print their figures, and run only when asked for. */
package caravan.bench;
