package io.coterie.rpc.tls;

import io.grpc.netty.shaded.io.netty.handler.ssl.OpenSslCertificateException;
import io.grpc.netty.shaded.io.netty.internal.tcnative.CertificateVerifier;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts a set of authorities that can be replaced while servers and channels run; handshakes that
 * begin later are judged by the new set. Chains are verified by the platform (PKIX, with the host
 * name where the connection asks for it). Thread-safe.
 *
 * <p>A server does not tell clients which authorities it accepts: that list is fixed when a TLS
 * context is made and would keep clients of a newer authority from showing their certificate.
 */
public final class SwitchableTrustManager extends X509ExtendedTrustManager {

  private record Trust(TrustAnchors anchors, Optional<X509ExtendedTrustManager> verifier) {}

  private volatile Trust trust;

  /** Trusts these authorities. */
  public SwitchableTrustManager(TrustAnchors anchors) {
    trust = new Trust(anchors, verifierOf(anchors.certificates()));
  }

  /** Trusts these authorities, and no others, from now on. */
  public void switchTo(TrustAnchors anchors) {
    trust = new Trust(anchors, verifierOf(anchors.certificates()));
  }

  /** What is trusted now. */
  public TrustAnchors current() {
    return trust.anchors;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    checkServer(chain, verifier -> verifier.checkServerTrusted(chain, authType, engine));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    try {
      verifierFor(trust, chain).checkClientTrusted(chain, authType, engine);
    } catch (CertificateException e) {
      throw isDated(e) ? e : unknownAuthority(e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkServer(chain, verifier -> verifier.checkServerTrusted(chain, authType, socket));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    verifierFor(trust, chain).checkClientTrusted(chain, authType, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("the host name can only be verified with the connection");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    verifierFor(trust, chain).checkClientTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  /** Whether the time is the trouble, which OpenSSL tells the other end by itself. */
  private static boolean isDated(CertificateException e) {
    return e.getCause() instanceof CertPathValidatorException invalid
        && (invalid.getReason() == BasicReason.EXPIRED
            || invalid.getReason() == BasicReason.NOT_YET_VALID);
  }

  /** So that the other end hears "unknown CA", where OpenSSL would say "internal error". */
  private static CertificateException unknownAuthority(CertificateException e) {
    return new OpenSslCertificateException(
        e.getMessage(), e, CertificateVerifier.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
  }

  @FunctionalInterface
  private interface Check {
    void by(X509ExtendedTrustManager verifier) throws CertificateException;
  }

  /** Tells users who have a say in it when it is the authority that is not trusted. */
  private void checkServer(X509Certificate[] chain, Check check) throws CertificateException {
    Trust now = trust;
    try {
      check.by(verifierFor(now, chain));
    } catch (CertificateException e) {
      Optional<String> remedy = now.anchors.remedy();
      if (remedy.isEmpty() || chain.length == 0 || now.anchors.vouchFor(chain[chain.length - 1])) {
        throw e;
      }
      throw new UntrustedAuthorityException(chain[chain.length - 1], remedy.get(), e);
    }
  }

  private static X509ExtendedTrustManager verifierFor(Trust now, X509Certificate[] chain)
      throws CertificateException {
    if (chain.length > 0 && !now.anchors.fingerprints().isEmpty()) {
      X509Certificate last = chain[chain.length - 1];
      if (now.anchors.fingerprints().contains(Certificates.fingerprint(last))) {
        Set<X509Certificate> anchors = new HashSet<>(now.anchors.certificates());
        anchors.add(last);
        return verifierOf(anchors).orElseThrow();
      }
    }
    return now.verifier.orElseThrow(
        () -> new CertificateException("the chain does not end in a trusted authority"));
  }

  private static Optional<X509ExtendedTrustManager> verifierOf(Set<X509Certificate> anchors) {
    if (anchors.isEmpty()) {
      return Optional.empty();
    }
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (X509Certificate anchor : anchors) {
        store.setCertificateEntry("anchor-" + number++, anchor);
      }
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509ExtendedTrustManager verifier) {
          return Optional.of(verifier);
        }
      }
      throw new IllegalStateException("this Java platform cannot verify X.509 chains");
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this Java platform cannot verify X.509 chains", e);
    }
  }
}
