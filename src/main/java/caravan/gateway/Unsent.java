package caravan.gateway;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

/** Tells failures before anything was sent from those after. */
final class Unsent {

  private Unsent() {}

  /** Whether the connection was never made: the request cannot have taken effect. */
  static boolean is(Throwable failure) {
    return failure instanceof ConnectException
        || failure instanceof ConnectTimeoutException
        || failure instanceof ConnectionRequestTimeoutException
        || failure instanceof UnknownHostException
        || failure instanceof NoRouteToHostException
        || failure instanceof SSLHandshakeException;
  }

  /** The failure in words: its kind, and its message if it has one. */
  static String describe(Throwable failure) {
    String kind = failure.getClass().getSimpleName();
    return failure.getMessage() == null ? kind : kind + ": " + failure.getMessage();
  }
}
