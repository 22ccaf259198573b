package io.coterie.e2e.attack;

import io.coterie.rpc.net.HostPort;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** HTTP/2 (RFC 9113) frame by frame over TLS, as no library sends it. */
final class Http2Socket implements AutoCloseable {

  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int CONTINUATION = 9;
  private static final int VALUE = 100;
  private static final int END_HEADERS = 4;
  private static final int CANCEL = 8;

  private final SSLSocket socket;
  private final OutputStream out;

  private Http2Socket(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.out = socket.getOutputStream();
  }

  static Http2Socket open(HostPort address) throws IOException {
    SSLSocket socket = tls(address);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    Http2Socket opened = new Http2Socket(socket);
    opened.out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    opened.send(SETTINGS, 0, 0, new byte[0]);
    return opened;
  }

  /** A TLS socket that trusts whoever answers, before its handshake. */
  static SSLSocket tls(HostPort address) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustsAll()}, null);
      return (SSLSocket)
          context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), address.port());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Sends one ping after the other, each when the last is answered, until the server says goodbye.
   *
   * @return why it did
   */
  String pingUntilGoodbye(int most) throws IOException {
    for (int sent = 0; sent < most; sent++) {
      send(PING, 0, 0, new byte[8]);
      Frame answer = readUntil(PING);
      if (answer.type == GOAWAY) {
        return answer.reason();
      }
    }
    return "no goodbye";
  }

  /** Opens a stream for a call, and resets it. */
  void callAndReset(int stream, String path) throws IOException {
    send(HEADERS, END_HEADERS, stream, headers(path).toByteArray());
    send(RST_STREAM, 0, stream, ByteBuffer.allocate(4).putInt(CANCEL).array());
  }

  /**
   * Opens a stream for a call with so much metadata, in two frames.
   *
   * @param bytes one frame alone must be within the server's limit: what a server has not read when
   *     it closes resets the connection, and its goodbye is lost
   */
  void callWithMetadata(int stream, String path, int bytes) throws IOException {
    ByteArrayOutputStream block = headers(path);
    for (int sent = 0; sent < bytes; sent += VALUE) {
      literal(block, 19, "x".repeat(VALUE)); // accept
    }
    byte[] all = block.toByteArray();
    int half = all.length / 2;
    send(HEADERS, 0, stream, Arrays.copyOf(all, half));
    send(CONTINUATION, END_HEADERS, stream, Arrays.copyOfRange(all, half, all.length));
  }

  private static ByteArrayOutputStream headers(String path) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.write(0x83); // :method: POST
    block.write(0x87); // :scheme: https
    literal(block, 4, path); // :path
    literal(block, 1, "localhost"); // :authority
    literal(block, 31, "application/grpc"); // content-type
    return block;
  }

  /** Reads until the server says goodbye, and returns why. */
  String goodbye() throws IOException {
    return readUntil(GOAWAY).reason();
  }

  /** The next frame of that type, or the goodbye that comes before it. */
  private Frame readUntil(int awaited) throws IOException {
    socket.setSoTimeout(30_000);
    DataInputStream in = new DataInputStream(socket.getInputStream());
    while (true) {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      in.skipNBytes(5);
      byte[] payload = in.readNBytes(length);
      if (type == awaited || type == GOAWAY) {
        return new Frame(type, ByteBuffer.wrap(payload));
      }
    }
  }

  /** An HPACK literal without indexing whose name is in the static table (RFC 7541). */
  private static void literal(ByteArrayOutputStream block, int name, String value) {
    if (name < 15) {
      block.write(name);
    } else {
      block.write(15);
      block.write(name - 15);
    }
    block.write(value.length());
    block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
  }

  private void send(int type, int flags, int stream, byte[] payload) throws IOException {
    out.write(
        ByteBuffer.allocate(9 + payload.length)
            .put((byte) (payload.length >> 16))
            .putShort((short) payload.length)
            .put((byte) type)
            .put((byte) flags)
            .putInt(stream)
            .put(payload)
            .array());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private record Frame(int type, ByteBuffer payload) {
    /** Of a goodbye: what follows the last stream and the error code (RFC 9113, 6.8). */
    String reason() {
      return StandardCharsets.UTF_8.decode(payload.slice().position(8)).toString();
    }
  }

  private static final class TrustsAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
