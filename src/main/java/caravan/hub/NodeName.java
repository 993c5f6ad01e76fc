package caravan.hub;

import caravan.settings.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** This node's name in the store: the same after a restart, another one on another machine. */
final class NodeName {

  private NodeName() {}

  static String of(Settings settings) {
    if (settings.get("store.url").startsWith("jdbc:h2:")) {
      return "the only node"; // an H2 file belongs to one process at a time
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "the only node on its machine";
    }
  }
}
