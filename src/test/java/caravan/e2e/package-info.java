/** The hub against the sandbox, over real HTTP: what its users may rely on. */
package caravan.e2e;
