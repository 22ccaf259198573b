package io.coterie.e2e.faults;

/** What a scripted client can change. */
enum Action {
  CREATE,
  JOIN,
  ACCEPT,
  REJECT,
  REMOVE,
  LEAVE,
  TRANSFER,
  SHARE,
  STOP_SHARE
}
