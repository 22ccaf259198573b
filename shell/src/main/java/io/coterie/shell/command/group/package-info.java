/** Commands about groups and who is in them. */
@NullMarked
package io.coterie.shell.command.group;

import org.jspecify.annotations.NullMarked;
