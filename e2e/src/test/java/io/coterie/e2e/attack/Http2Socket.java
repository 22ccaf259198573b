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
  private static final int FRAME = 16_384;
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

  void ping() throws IOException {
    send(PING, 0, 0, new byte[8]);
  }

  /** Opens a stream for a call, and resets it. */
  void callAndReset(int stream, String path) throws IOException {
    send(HEADERS, END_HEADERS, stream, headers(path).toByteArray());
    send(RST_STREAM, 0, stream, ByteBuffer.allocate(4).putInt(CANCEL).array());
  }

  /** Opens a stream for a call with so much metadata, in as many frames as it takes. */
  void callWithMetadata(int stream, String path, int bytes) throws IOException {
    ByteArrayOutputStream block = headers(path);
    for (int sent = 0; sent < bytes; sent += VALUE) {
      literal(block, 19, "x".repeat(VALUE)); // accept
    }
    byte[] all = block.toByteArray();
    for (int from = 0; from < all.length; from += FRAME) {
      int to = Math.min(all.length, from + FRAME);
      send(
          from == 0 ? HEADERS : CONTINUATION,
          to == all.length ? END_HEADERS : 0,
          stream,
          Arrays.copyOfRange(all, from, to));
    }
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
    socket.setSoTimeout(30_000);
    DataInputStream in = new DataInputStream(socket.getInputStream());
    while (true) {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      in.skipNBytes(5);
      byte[] payload = in.readNBytes(length);
      if (type == GOAWAY) {
        return new String(payload, 8, length - 8, StandardCharsets.UTF_8);
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
