package io.coterie.tracker.trust;

/**
 * Keeps the keys of all trackers of a store in step. Both methods throw {@link TrustException} for
 * keys that do not fit those of the others.
 */
public interface KeyAgreement {

  /** Of one tracker with itself. */
  KeyAgreement ALONE =
      new KeyAgreement() {
        @Override
        public void adopt(Trust trust) {}

        @Override
        public void compare(Trust trust) {}
      };

  /** Makes them the keys that were taken into use last. */
  void adopt(Trust trust);

  /** Looks only whether keys in use still fit. */
  void compare(Trust trust);
}
