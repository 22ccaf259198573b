package io.coterie.shell.render;

/** What a terminal adds to plain text. Safe for use from any thread. */
public interface Look {

  /** How many columns of the terminal {@code text} takes. */
  int width(String text);

  /** {@code text} for things that went well. */
  String good(String text);

  /** {@code text} for things that went wrong. */
  String bad(String text);

  /** {@code text} that may be overlooked. */
  String faint(String text);

  /** A terminal without colours, on which every character takes one column. */
  Look PLAIN =
      new Look() {
        @Override
        public int width(String text) {
          return text.codePointCount(0, text.length());
        }

        @Override
        public String good(String text) {
          return text;
        }

        @Override
        public String bad(String text) {
          return text;
        }

        @Override
        public String faint(String text) {
          return text;
        }
      };
}
