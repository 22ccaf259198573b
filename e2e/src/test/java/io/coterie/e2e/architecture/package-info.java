/**
 * The rules of the house that a compiler does not check: who may use whom, and what nobody uses.
 */
@NullMarked
package io.coterie.e2e.architecture;

import org.jspecify.annotations.NullMarked;
