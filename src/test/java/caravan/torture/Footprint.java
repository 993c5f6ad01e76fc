package caravan.torture;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.awaitility.Awaitility;

/**
 * What a hub's process holds.
 *
 * @param heap bytes in use after garbage was collected
 * @param threads that live at rest, without those of the server
 * @param serverThreads of the server's pool for what blocks, which fills up as requests come at the
 *     same time (Vert.x: VertxOptions, 20 by default)
 * @param files open files and connections; -1 where the system doesn't say
 */
record Footprint(long heap, int threads, int serverThreads, long files) {

  private static final String OF_SERVER = "vert.x-worker-thread";

  private static final int COLLECTIONS = 3;

  /** Longer than the hub keeps a worker's thread that has nothing to do. */
  private static final Duration REST = Duration.ofSeconds(40);

  /** The fewest threads seen, and when that was first. */
  private record Fewest(int threads, long since) {}

  /** Measures the process with that number, over its JMX, once no thread of it ends any more. */
  static Footprint of(long pid) {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
      String address;
      try {
        address = machine.startLocalManagementAgent();
      } finally {
        machine.detach();
      }
      try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address))) {
        return read(connector.getMBeanServerConnection());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the hub's process cannot be measured", e);
    } catch (AttachNotSupportedException | JMException e) {
      throw new IllegalStateException("the hub's process cannot be measured", e);
    }
  }

  private static Footprint read(MBeanServerConnection hub) throws IOException, JMException {
    MemoryMXBean memory = ManagementFactory.getPlatformMXBean(hub, MemoryMXBean.class);
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(hub, ThreadMXBean.class);
    int resting = fewest(threads);
    for (int i = 0; i < COLLECTIONS; i++) {
      memory.gc();
    }
    ObjectName system = new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME);
    boolean counts = hub.isInstanceOf(system, "com.sun.management.UnixOperatingSystemMXBean");
    return new Footprint(
        memory.getHeapMemoryUsage().getUsed(),
        resting,
        count(threads, true),
        counts ? (Long) hub.getAttribute(system, "OpenFileDescriptorCount") : -1);
  }

  private static int fewest(ThreadMXBean threads) {
    AtomicReference<Fewest> fewest =
        new AtomicReference<>(new Fewest(Integer.MAX_VALUE, System.nanoTime()));
    Awaitility.await()
        .pollInterval(Duration.ofSeconds(1))
        .timeout(REST.multipliedBy(10))
        .until(
            () -> {
              int now = count(threads, false);
              if (now < fewest.get().threads()) {
                fewest.set(new Fewest(now, System.nanoTime()));
              }
              return System.nanoTime() - fewest.get().since() > REST.toNanos();
            });
    return fewest.get().threads();
  }

  private static int count(ThreadMXBean threads, boolean ofServer) {
    return (int)
        Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
            .filter(Objects::nonNull) // it ended meanwhile
            .filter(thread -> thread.getThreadName().startsWith(OF_SERVER) == ofServer)
            .count();
  }

  @Override
  public String toString() {
    return "heap %.1f MB, %d threads and %d of the server, %d open files and connections"
        .formatted(heap / 1e6, threads, serverThreads, files);
  }
}
