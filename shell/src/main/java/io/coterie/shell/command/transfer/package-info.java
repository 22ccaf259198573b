/** Commands about downloads. */
@NullMarked
package io.coterie.shell.command.transfer;

import org.jspecify.annotations.NullMarked;
