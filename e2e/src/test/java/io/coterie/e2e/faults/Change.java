package io.coterie.e2e.faults;

/**
 * A change that was asked for. The same one may be asked for many times in a run, each time with a
 * request id of its own.
 *
 * @param subject the other user whom it concerns, or empty
 * @param file the file that it concerns, or empty
 */
record Change(Action action, String group, String actor, String subject, String file) {

  static Change of(Action action, String group, String actor) {
    return new Change(action, group, actor, "", "");
  }

  static Change on(Action action, String group, String actor, String subject) {
    return new Change(action, group, actor, subject, "");
  }

  static Change file(Action action, String group, String actor, String file) {
    return new Change(action, group, actor, "", file);
  }
}
