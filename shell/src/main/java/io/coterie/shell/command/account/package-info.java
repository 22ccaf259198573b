/** Commands about the user's account and sessions. */
@NullMarked
package io.coterie.shell.command.account;

import org.jspecify.annotations.NullMarked;
