/**
 * Language models of OPT's and GPT-2's form: reading their checkpoints, running them, and searching
 * for texts.
 */
@NullMarked
package dev.attune.model.lm;

import org.jspecify.annotations.NullMarked;
