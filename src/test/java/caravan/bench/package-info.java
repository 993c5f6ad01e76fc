/** Benchmarks; they measure and print, and are no part of a build. */
package caravan.bench;
