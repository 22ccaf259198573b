package io.coterie.tracker.session;

/** Certifies the keys of peers; the tracker's certificate authority implements it. */
public interface CertificateIssuer {

  /**
   * Reads a PKCS #10 request in DER and checks that whoever made it holds the private key.
   *
   * @throws io.coterie.rpc.error.Refusal CSR_INVALID, saying what is wrong, when it cannot be
   *     parsed, its key is not on P-256, or its signature does not verify
   */
  SigningRequest read(byte[] certificateSigningRequest);

  /**
   * Issues a certificate for the key to a peer of the user, for 24 hours.
   *
   * @param user the account's name as stored
   */
  IssuedCertificate issue(SigningRequest request, String user);
}
