/** The shell process: settings, wiring and main. */
@NullMarked
package io.coterie.shell.app;

import org.jspecify.annotations.NullMarked;
