package io.coterie.shell.repl.terminal;

import io.coterie.shell.render.Look;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** What a terminal can show: column widths always, colours where they are wanted. */
final class Tty implements Look {
  private final Terminal terminal;
  private final boolean colours;

  /**
   * The look of a terminal.
   *
   * @param colours whether to use colours, where the terminal has them
   */
  Tty(Terminal terminal, boolean colours) {
    this.terminal = terminal;
    this.colours = colours;
  }

  @Override
  public int width(String text) {
    return new AttributedString(text).columnLength(terminal);
  }

  @Override
  public String good(String text) {
    return styled(text, AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN));
  }

  @Override
  public String bad(String text) {
    return styled(text, AttributedStyle.DEFAULT.foreground(AttributedStyle.RED));
  }

  @Override
  public String faint(String text) {
    return styled(text, AttributedStyle.DEFAULT.faint());
  }

  private String styled(String text, AttributedStyle style) {
    return colours ? new AttributedStringBuilder().append(text, style).toAnsi(terminal) : text;
  }
}
