package dev.attune.spec;

import dev.attune.method.Method;
import org.jspecify.annotations.Nullable;

/** A method, and the preset that begins its values. */
record Beginning(Method<?> method, @Nullable Preset preset) {}
