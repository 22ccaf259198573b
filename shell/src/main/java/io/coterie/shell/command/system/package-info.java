/** Commands about the peer, the trackers and the shell itself. */
@NullMarked
package io.coterie.shell.command.system;

import org.jspecify.annotations.NullMarked;
