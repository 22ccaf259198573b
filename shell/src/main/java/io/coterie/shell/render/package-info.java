/** What the user sees: tables, progress and JSON. */
@NullMarked
package io.coterie.shell.render;

import org.jspecify.annotations.NullMarked;
