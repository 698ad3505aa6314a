package dev.attune;

import dev.attune.cli.AttuneCommand;
import dev.attune.cli.Interruption;
import dev.attune.model.EngineMemory;
import java.util.Locale;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Serves, or runs one command of the command line. */
@SpringBootApplication
public class AttuneApplication {

  public static void main(String[] args) {
    // Numbers and letters as in English everywhere: also libraries fold case by the default.
    Locale.setDefault(Locale.ROOT);
    EngineMemory.preferHugePages();
    boolean command = args.length > 0 && (!args[0].contains("=") || !args[0].startsWith("--"));
    if (command) {
      Interruption.endsAtOnce();
      System.exit(AttuneCommand.run(args));
    }
    SpringApplication.run(AttuneApplication.class, args);
  }
}
