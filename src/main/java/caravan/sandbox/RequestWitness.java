package caravan.sandbox;

/** Sees every request that reaches a system, before it is answered. */
@FunctionalInterface
public interface RequestWitness {

  /**
   * Called on the sandbox's event loop, so that it must not wait for anything.
   *
   * @param system such as {@code notion}
   * @param method such as {@code PATCH}
   * @param path below the system's own, such as {@code /v1/pages}
   * @param body as it was sent; empty for none
   */
  void saw(String system, String method, String path, byte[] body);
}
