/** Commands about what groups share. */
@NullMarked
package io.coterie.shell.command.file;

import org.jspecify.annotations.NullMarked;
