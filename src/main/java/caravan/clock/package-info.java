/** Time: clocks that go wrong, clocks that differ, and nights in which they change. */
package caravan.clock;
