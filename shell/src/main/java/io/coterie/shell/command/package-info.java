/**
 * What a command is, what it may use, and how a typed line becomes one; the commands themselves are
 * in the packages below, one class each.
 */
@NullMarked
package io.coterie.shell.command;

import org.jspecify.annotations.NullMarked;
