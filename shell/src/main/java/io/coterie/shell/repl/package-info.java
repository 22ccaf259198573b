/**
 * Reads commands and runs them: from a script, or from a terminal with editing, history, completion
 * and live progress. Only the classes for the terminal use JLine, which a script never loads.
 */
@NullMarked
package io.coterie.shell.repl;

import org.jspecify.annotations.NullMarked;
