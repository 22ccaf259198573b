/** Benchmarks of the parts that every byte, every piece or every choice passes through. */
@NullMarked
package io.coterie.bench;

import org.jspecify.annotations.NullMarked;
