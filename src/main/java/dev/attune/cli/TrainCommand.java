package dev.attune.cli;

import picocli.CommandLine.Command;

/** Groups the trainings. */
@Command(
    name = "train",
    description = "Trains the built-in models.",
    subcommands = {TrainClipCommand.class, TrainHardCommand.class},
    mixinStandardHelpOptions = true)
final class TrainCommand {}
