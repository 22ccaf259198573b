/** The line editor, completion and history. */
@NullMarked
package io.coterie.shell.repl;

import org.jspecify.annotations.NullMarked;
