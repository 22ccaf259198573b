package io.coterie.peer.control;

import io.coterie.peer.download.TransferSnapshot;

/** What watchers are told. */
sealed interface PeerEvent {
  /** A transfer as it is now. */
  record TransferChanged(TransferSnapshot transfer) implements PeerEvent {}

  /** Something the user should read. */
  record Noticed(Notice notice) implements PeerEvent {}
}
