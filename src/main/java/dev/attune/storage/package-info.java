/**
 * That what was answered with yes is kept: how the embedded database writes, who has it open, and
 * what is said while database or disk cannot take anything.
 */
@NullMarked
package dev.attune.storage;

import org.jspecify.annotations.NullMarked;
