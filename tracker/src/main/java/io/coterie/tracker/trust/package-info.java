/** The certificate authority, peer certificates and grants. */
@NullMarked
package io.coterie.tracker.trust;

import org.jspecify.annotations.NullMarked;
