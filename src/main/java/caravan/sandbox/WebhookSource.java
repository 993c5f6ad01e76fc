package caravan.sandbox;

/** A system of the sandbox that sends webhooks. */
public interface WebhookSource {

  /**
   * From now on, changes are told to that address; an earlier one is forgotten.
   *
   * @return the secret that the deliveries are signed with
   */
  String subscribe(String url, WebhookOptions options);

  /**
   * Confirms that whoever reads at the address knows the secret, where the service asks for that
   * before it sends any event.
   *
   * @return whether it was the secret
   */
  default boolean verify(String secret) {
    return true;
  }
}
