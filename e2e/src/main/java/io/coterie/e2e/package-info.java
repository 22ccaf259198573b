/** Tests of the whole system, with the programs as they are shipped. */
package io.coterie.e2e;
