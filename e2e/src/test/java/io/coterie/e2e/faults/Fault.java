package io.coterie.e2e.faults;

import io.coterie.e2e.House;

/** Something that goes wrong, and is put right again. */
interface Fault {

  /** What it is, such as "tracker 1 killed". */
  String name();

  /** Breaks it, and tells whether no tracker can change anything until it is mended. */
  boolean strike();

  /** Returns when what was broken works again. */
  void mend();

  /** The N-th tracker is killed, and started again later. */
  static Fault killed(House house, int n) {
    return new Fault() {
      @Override
      public String name() {
        return "tracker " + n + " killed";
      }

      @Override
      public boolean strike() {
        house.tracker(n).kill9();
        return false;
      }

      @Override
      public void mend() {
        house.restartTracker(n);
      }
    };
  }

  /** The N-th tracker is stopped, and goes on later as if nothing had been. */
  static Fault paused(House house, int n) {
    return new Paused(house, n, () -> false);
  }
}
