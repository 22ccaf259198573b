/** Tests of what happens to calls that are repeated while others change the same. */
@NullMarked
package io.coterie.tracker.request;

import org.jspecify.annotations.NullMarked;
