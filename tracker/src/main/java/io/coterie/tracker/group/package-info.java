/** Groups, their members and the life of a join request. */
@NullMarked
package io.coterie.tracker.group;

import org.jspecify.annotations.NullMarked;
