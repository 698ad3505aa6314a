package dev.attune.experiment.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** An experiment's row as lists read it: without its long texts. */
@Entity
@Immutable
@Table(name = "experiment")
class ListedEntity extends ExperimentColumns {}
