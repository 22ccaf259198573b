/** The tracker process: typed settings, wiring and main. */
@NullMarked
package io.coterie.tracker.app;

import org.jspecify.annotations.NullMarked;
