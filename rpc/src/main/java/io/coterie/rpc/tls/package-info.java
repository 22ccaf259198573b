/**
 * Server and channel credentials, the identity in a certificate, and their reload while running.
 */
@NullMarked
package io.coterie.rpc.tls;

import org.jspecify.annotations.NullMarked;
