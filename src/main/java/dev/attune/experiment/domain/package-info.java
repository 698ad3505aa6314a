/**
 * What an experiment, a sample and a shard's scores are, and what can be asked of experiments:
 * plain records and one interface, which know neither database nor Spring.
 */
@NullMarked
package dev.attune.experiment.domain;

import org.jspecify.annotations.NullMarked;
