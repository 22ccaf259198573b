/** Accounts and their passwords. */
@NullMarked
package io.coterie.tracker.account;

import org.jspecify.annotations.NullMarked;
