package io.coterie.peer.serve;

import io.coterie.peer.store.HeldContent;

/**
 * A caller may have content until the grant runs out or is revoked.
 *
 * @param grant what was shown for it
 * @param content what the caller may have
 */
record Admission(Grant grant, HeldContent content) {}
