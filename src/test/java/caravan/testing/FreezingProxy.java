package caravan.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy on loopback that can stop forwarding without closing anything, as a network that is cut
 * or a machine that is frozen looks from outside.
 */
public final class FreezingProxy implements Closeable {

  private final ServerSocket server;
  private final int target;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private boolean frozen;
  private boolean closed;

  private FreezingProxy(ServerSocket server, int target) {
    this.server = server;
    this.target = target;
  }

  /** A proxy to a port on loopback. */
  public static FreezingProxy to(int port) throws IOException {
    FreezingProxy proxy =
        new FreezingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
    daemon(proxy::accept);
    return proxy;
  }

  /** The port to connect to. */
  public int port() {
    return server.getLocalPort();
  }

  /** From now on nothing is forwarded, and no connection closed. */
  public synchronized void freeze() {
    frozen = true;
  }

  /** Everything is forwarded again, what was held too. */
  public synchronized void thaw() {
    frozen = false;
    notifyAll();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        Socket there = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.addAll(List.of(client, there));
        daemon(() -> forward(client, there));
        daemon(() -> forward(there, client));
      }
    } catch (IOException e) {
      closeAll(); // the end of the proxy, or of its target
    }
  }

  private void forward(Socket from, Socket to) {
    byte[] buffer = new byte[8192];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        awaitThaw();
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException | InterruptedException e) {
      // One side has closed; closing both streams tells the other.
      return;
    }
  }

  private synchronized void awaitThaw() throws InterruptedException {
    while (frozen && !closed) {
      wait();
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "freezing-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void closeAll() {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    server.close();
    closeAll();
  }
}
