/**
 * The chunk service: checks certificate and grant, reads pieces and sends them within the limits.
 */
@NullMarked
package io.coterie.peer.serve;

import org.jspecify.annotations.NullMarked;
