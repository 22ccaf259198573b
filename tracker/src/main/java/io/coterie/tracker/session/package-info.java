/** Sessions: who is logged in, from login to logout or revocation. */
@NullMarked
package io.coterie.tracker.session;

import org.jspecify.annotations.NullMarked;
