package io.coterie.peer.store;

/** Bytes as they are. */
final class RawCodec implements StateCodec<byte[]> {
  @Override
  public byte[] encode(byte[] value) {
    return value;
  }

  @Override
  public byte[] decode(byte[] bytes) {
    return bytes;
  }
}
