package io.coterie.e2e.faults;

/** What a client knows of a change that it asked for. */
enum Outcome {
  ACKNOWLEDGED,
  REFUSED,
  /** Nobody answered, however often it was repeated with its request id. */
  UNKNOWN
}
