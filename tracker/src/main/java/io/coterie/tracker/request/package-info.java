/** Calls that may be repeated: each is applied once and answered alike. */
@NullMarked
package io.coterie.tracker.request;

import org.jspecify.annotations.NullMarked;
