package io.coterie.e2e.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Service: one address before several pods. Each new connection goes to the next pod that is
 * listed; connections that stand stay where they are, whatever becomes of the list.
 */
final class ServiceProxy implements AutoCloseable {

  private final ServerSocket socket;
  private final List<String> endpoints = new CopyOnWriteArrayList<>();
  private final AtomicInteger next = new AtomicInteger();
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** Listens on {@code host:port}. */
  ServiceProxy(String address) {
    try {
      int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
      socket = new ServerSocket(port, 256, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** New connections may go to this pod. */
  void add(String endpoint) {
    endpoints.add(endpoint);
  }

  /** New connections go to this pod no more. */
  void remove(String endpoint) {
    endpoints.remove(endpoint);
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        open.add(client);
        threads.execute(() -> connect(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void connect(Socket client) {
    List<String> now = List.copyOf(endpoints);
    if (now.isEmpty()) {
      close(client);
      return;
    }
    String endpoint = now.get(Math.floorMod(next.getAndIncrement(), now.size()));
    try {
      Socket pod =
          new Socket(
              InetAddress.getLoopbackAddress(),
              Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1)));
      open.add(pod);
      threads.execute(() -> copy(pod, client));
      copy(client, pod);
    } catch (IOException refused) {
      close(client);
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException over) {
      close(from);
      close(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    open.forEach(ServiceProxy::close);
    threads.shutdownNow();
  }
}
