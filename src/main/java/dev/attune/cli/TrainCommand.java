package dev.attune.cli;

import picocli.CommandLine.Command;

/** Groups the trainings. */
@Command(
    name = "train",
    description = "Trains the built-in models, and writes models for other programs.",
    subcommands = {
      TrainClipCommand.class,
      TrainLmCommand.class,
      TrainCaptionerCommand.ClipCap.class,
      TrainCaptionerCommand.CapDec.class,
      TrainDglCommand.class,
      TrainHardCommand.class,
      ExportCommand.class
    },
    mixinStandardHelpOptions = true)
final class TrainCommand {}
