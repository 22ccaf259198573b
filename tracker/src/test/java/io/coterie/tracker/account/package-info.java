/** How passwords are kept and guessing is made useless. */
@NullMarked
package io.coterie.tracker.account;

import org.jspecify.annotations.NullMarked;
