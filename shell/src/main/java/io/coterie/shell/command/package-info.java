/** One class per command. */
@NullMarked
package io.coterie.shell.command;

import org.jspecify.annotations.NullMarked;
