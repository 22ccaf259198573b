package io.coterie.shell.render;

/** A line that shows how far the running command has come. Safe for use from any thread. */
public interface Progress {

  /** Shows {@code line} in place of what was shown before. */
  void show(String line);

  /** Takes the line away. */
  void clear();

  /** Shows nothing: for pipes. */
  Progress NONE =
      new Progress() {
        @Override
        public void show(String line) {}

        @Override
        public void clear() {}
      };
}
