/** What the user sees: lines, tables, errors and JSON, for a terminal and for a pipe. */
@NullMarked
package io.coterie.shell.render;

import org.jspecify.annotations.NullMarked;
