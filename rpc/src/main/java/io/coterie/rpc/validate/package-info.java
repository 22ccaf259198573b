/** Limits declared in the protos, enforced by one interceptor with one small class per rule. */
@NullMarked
package io.coterie.rpc.validate;

import org.jspecify.annotations.NullMarked;
