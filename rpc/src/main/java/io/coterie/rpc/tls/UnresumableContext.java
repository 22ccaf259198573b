package io.coterie.rpc.tls;

import io.grpc.netty.shaded.io.netty.handler.ssl.DelegatingSslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.OpenSslServerSessionContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.OpenSslSessionContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.security.SecureRandom;
import javax.net.ssl.SSLEngine;

/**
 * Makes every handshake a full one. A resumed session is not verified again: it would outlive the
 * certificate, the authority and the identity that it was made with.
 *
 * <p>A server gives each connection a session context of its own, and a ticket is good only in the
 * context it was issued in. A client keeps no sessions.
 */
final class UnresumableContext extends DelegatingSslContext {

  private static final int SESSION_CONTEXT_BYTES = 32;

  private final OpenSslSessionContext sessions;
  private final SecureRandom random = new SecureRandom();

  UnresumableContext(SslContext context) {
    super(context);
    this.sessions = (OpenSslSessionContext) context.sessionContext();
    sessions.setSessionCacheEnabled(false);
    renewSessionContext();
  }

  /** Called for every new connection, whose session context is fixed by then. */
  @Override
  protected void initEngine(SSLEngine engine) {
    renewSessionContext();
  }

  private void renewSessionContext() {
    if (sessions instanceof OpenSslServerSessionContext server) {
      byte[] fresh = new byte[SESSION_CONTEXT_BYTES];
      random.nextBytes(fresh);
      if (!server.setSessionIdContext(fresh)) {
        throw new IllegalStateException("the TLS session context cannot be set");
      }
    }
  }
}
