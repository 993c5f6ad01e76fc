package caravan.rest;

import java.net.URI;

/**
 * A request to the server that an integration's setting {@code <integration>.url} names.
 *
 * @param integration whose setting {@code <integration>.token} goes along, if it is set
 * @param method GET, PUT, POST, PATCH or DELETE
 * @param url the whole address
 * @param accept the header Accept
 * @param json the body; null for none
 */
public record RestRequest(String integration, String method, URI url, String accept, String json) {

  /** Whether it only reads. */
  public boolean isReading() {
    return method.equals("GET");
  }

  /** Whether it may be sent again if it is not known what became of it (RFC 9110: 9.2.2). */
  public boolean isRepeatable() {
    return !method.equals("POST") && !method.equals("PATCH");
  }
}
