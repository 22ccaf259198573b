package io.coterie.peer.store;

/** How one kind of value is written to a state file. */
interface StateCodec<T> {
  byte[] encode(T value);

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws CorruptStateException if it makes no sense
   */
  T decode(byte[] bytes) throws CorruptStateException;
}
