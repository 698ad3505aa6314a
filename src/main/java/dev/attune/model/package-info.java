/** The layers from which all networks are made, and the engine's scopes and memory. */
@NullMarked
package dev.attune.model;

import org.jspecify.annotations.NullMarked;
