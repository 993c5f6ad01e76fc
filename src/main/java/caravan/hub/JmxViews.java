package caravan.hub;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Shows integrations and connections over JMX as {@code caravan:type=…,name=…}, until closed. */
final class JmxViews implements AutoCloseable {

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final List<ObjectName> shown = new ArrayList<>();

  void show(IntegrationMXBean view) {
    show("Integration", view.getName(), view);
  }

  void show(ConnectionMXBean view) {
    show("Connection", view.getName(), view);
  }

  void show(IncidentsMXBean view) {
    show("Incidents", "all", view);
  }

  private void show(String type, String shownAs, Object view) {
    try {
      ObjectName name = new ObjectName("caravan:type=%s,name=%s".formatted(type, shownAs));
      if (server.isRegistered(name)) {
        server.unregisterMBean(name); // an earlier hub of this process
      }
      server.registerMBean(view, name);
      shown.add(name);
    } catch (JMException e) {
      throw new IllegalStateException("JMX cannot show " + shownAs, e);
    }
  }

  @Override
  public void close() {
    for (ObjectName name : shown) {
      try {
        if (server.isRegistered(name)) {
          server.unregisterMBean(name);
        }
      } catch (JMException e) {
        throw new IllegalStateException("JMX cannot stop showing " + name, e);
      }
    }
  }
}
