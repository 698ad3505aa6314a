/** Data sets registered from folders: what lies where, what it is called, and its fingerprint. */
@NullMarked
package dev.attune.dataset.folder;

import org.jspecify.annotations.NullMarked;
