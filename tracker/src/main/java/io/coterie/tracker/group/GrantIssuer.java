package io.coterie.tracker.group;

/** Signs grants; the tracker's grant keys implement it. */
public interface GrantIssuer {

  /** Returns a grant for what is claimed, for five minutes. */
  Grant issue(GrantClaims claims);
}
