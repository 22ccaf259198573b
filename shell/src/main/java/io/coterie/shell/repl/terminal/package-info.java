/**
 * The shell at a terminal: editing, history, completion, live progress and notices. All that uses
 * JLine is here, so that a script never loads it.
 */
@NullMarked
package io.coterie.shell.repl.terminal;

import org.jspecify.annotations.NullMarked;
