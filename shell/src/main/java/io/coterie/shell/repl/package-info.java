/** Splits what is typed into commands, and runs the commands of a script. */
@NullMarked
package io.coterie.shell.repl;

import org.jspecify.annotations.NullMarked;
