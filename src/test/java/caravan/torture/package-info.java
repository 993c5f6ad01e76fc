/**
 * The torture test: a seeded workload on the sandbox, with seeded faults, while the hub's process
 * is killed and started again; and the exact comparison of what was done with what arrived.
 */
package caravan.torture;
