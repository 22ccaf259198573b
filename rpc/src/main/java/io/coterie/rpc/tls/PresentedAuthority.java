package io.coterie.rpc.tls;

import io.coterie.rpc.net.HostPort;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Asks a server by which authority it wants to be trusted, for first contact. */
public final class PresentedAuthority {

  private PresentedAuthority() {}

  /**
   * Shakes hands with a server and says nothing more. Blocks for about twice the timeout at most.
   *
   * @return the authority at the end of the server's chain, which vouches for the server under the
   *     host name dialled
   * @throws IOException when the server does not answer or nothing vouches for it
   */
  public static X509Certificate of(HostPort server, Duration timeout) throws IOException {
    Recorder recorder = new Recorder();
    int millis = Math.toIntExact(timeout.toMillis());
    try (Socket plain = new Socket()) {
      plain.connect(server.resolve(), millis);
      plain.setSoTimeout(millis);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {recorder}, null);
      try (SSLSocket socket =
          (SSLSocket)
              context.getSocketFactory().createSocket(plain, server.host(), server.port(), true)) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        parameters.setApplicationProtocols(new String[] {"h2"});
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform cannot speak TLS", e);
    }
    return recorder.authority.orElseThrow(
        () -> new IOException(server + " has shown no certificate"));
  }

  /** Trusts whoever the end of the chain vouches for, and remembers that end. */
  private static final class Recorder extends X509ExtendedTrustManager {
    private Optional<X509Certificate> authority = Optional.empty();

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      X509Certificate last = chain[chain.length - 1];
      if (chain.length < 2 || last.getBasicConstraints() < 0) {
        throw new CertificateException("the server shows no authority that vouches for it");
      }
      new SwitchableTrustManager(TrustAnchors.of(List.of(last)))
          .checkServerTrusted(chain, authType, socket);
      authority = Optional.of(last);
    }

    @Override
    public void checkServerTrusted(
        X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("only sockets are used here");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("only sockets are used here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      throw new CertificateException("only servers are asked here");
    }

    @Override
    public void checkClientTrusted(
        X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("only servers are asked here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("only servers are asked here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
