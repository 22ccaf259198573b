/**
 * What those who run a process may ask of it: health, figures, its log; the library of figures is
 * loaded only when asked for.
 */
@NullMarked
package io.coterie.rpc.operations;

import org.jspecify.annotations.NullMarked;
