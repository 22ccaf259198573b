package io.coterie.peer.serve;

import io.coterie.peer.content.ContentId;
import io.coterie.peer.store.Catalog;
import io.coterie.peer.store.HeldContent;
import io.coterie.peer.trust.Revocations;
import io.coterie.rpc.auth.CertificateCaller;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Decides who may have what: the certificate says who calls, the grant that this user, with this
 * key, is a member of the content's group. Content is looked at last, so that a caller without a
 * right learns nothing of it. Thread-safe; never blocks.
 */
public final class AccessControl {
  private final GrantVerifier grants;
  private final Revocations revocations;
  private final Catalog catalog;

  /** Decides by these. */
  public AccessControl(GrantVerifier grants, Revocations revocations, Catalog catalog) {
    this.grants = grants;
    this.revocations = revocations;
    this.catalog = catalog;
  }

  /**
   * Admits a caller to content, or throws.
   *
   * @throws Refusal a GRANT reason, or CONTENT_NOT_SERVED whether or not the content exists
   */
  Admission check(CertificateCaller caller, String grantText, ContentId id) {
    Grant grant = grants.verify(grantText);
    if (!grant.user().equals(caller.user())
        || !same(grant.keyThumbprint(), caller.keyThumbprint())
        || !grant.groupId().equals(id.groupId())) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_GRANT_MISMATCH,
          "the grant is for another group, user or key; fetch one for this group");
    }
    requireUnrevoked(grant);
    return new Admission(grant, find(id));
  }

  /**
   * Checks that the membership has not ended since.
   *
   * @throws Refusal GRANT_REVOKED
   */
  void requireUnrevoked(Grant grant) {
    if (grant.version() < revocations.minVersion(grant.groupId(), grant.user())) {
      throw revoked();
    }
  }

  /**
   * What is served under an id now.
   *
   * @throws Refusal CONTENT_NOT_SERVED
   */
  HeldContent find(ContentId id) {
    return catalog.find(id).orElseThrow(AccessControl::notServed);
  }

  /** Takes content out that turned out not to be what was hashed. */
  void withdraw(HeldContent content, String fault) {
    catalog.withdraw(content, fault);
  }

  static Refusal revoked() {
    return new Refusal(
        ErrorReason.ERROR_REASON_GRANT_REVOKED,
        "the membership that the grant states has ended; a member fetches a new grant");
  }

  static Refusal notServed() {
    return new Refusal(
        ErrorReason.ERROR_REASON_CONTENT_NOT_SERVED,
        "this peer serves no such content to the group; ask another source");
  }

  static Refusal changed() {
    return new Refusal(
        ErrorReason.ERROR_REASON_CONTENT_CHANGED,
        "the file changed on this peer's disk and is not served any more; ask another source");
  }

  private static boolean same(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
