package io.coterie.peer.serve;

import io.coterie.rpc.tls.Certificates;
import io.coterie.rpc.tls.Identity;
import io.coterie.rpc.tls.Keys;
import io.coterie.rpc.tls.PeerId;
import io.coterie.rpc.tls.PeerSubject;
import io.coterie.rpc.tls.SelfSigned;
import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority that certifies peers as trackers do. */
public final class TestAuthority {
  private final Identity authority = SelfSigned.forAddresses(List.of("127.0.0.1"), Instant.now());

  public X509Certificate certificate() {
    return authority.certificate();
  }

  Identity issue(String user) throws IOException, OperatorCreationException {
    KeyPair keys = Keys.generate();
    PeerId peerId = PeerId.of(keys.getPublic());
    GeneralName[] names = {
      new GeneralName(GeneralName.uniformResourceIdentifier, new PeerSubject(user, peerId).toUri()),
      new GeneralName(GeneralName.dNSName, peerId.authority()),
    };
    byte[] der =
        new JcaX509v3CertificateBuilder(
                certificate(),
                new BigInteger(64, new SecureRandom()).add(BigInteger.ONE),
                Date.from(Instant.now().minusSeconds(60)),
                Date.from(Instant.now().plusSeconds(3600)),
                new X500Principal("CN=" + peerId),
                keys.getPublic())
            .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names))
            .build(
                new JcaContentSignerBuilder(Keys.SIGNATURE)
                    .setProvider(Keys.provider())
                    .build(authority.key()))
            .getEncoded();
    return new Identity(keys.getPrivate(), List.of(Certificates.decode(der), certificate()));
  }
}
