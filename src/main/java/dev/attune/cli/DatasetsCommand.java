package dev.attune.cli;

import dev.attune.dataset.DatasetInfo;
import dev.attune.dataset.JoinedCatalog;
import dev.attune.dataset.folder.RegisteredDatasets;
import dev.attune.dataset.folder.Registrar;
import dev.attune.dataset.folder.Registration;
import dev.attune.dataset.folder.RegistrationPlan;
import dev.attune.dataset.folder.RegistrationRequest;
import dev.attune.dataset.folder.Verification;
import dev.attune.dataset.icons.BuiltInDatasets;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Data sets from folders. */
@Command(
    name = "datasets",
    description = "Registers, lists and verifies data sets.",
    mixinStandardHelpOptions = true)
final class DatasetsCommand {
  private static final int REPORT_EVERY = 10_240;

  @Command(description = "Registers a folder; one that was stopped goes on.")
  int register(
      @Parameters(paramLabel = "NAME", description = "its name from now on") String name,
      @Parameters(paramLabel = "FOLDER") String folder,
      @Option(
              names = "--layout",
              defaultValue = "folders",
              description =
                  "folders, imagenet, imagenet-v2, imagenet-a, imagenet-r, imagenet-sketch,"
                      + " imagenet-c, coop, aircraft or csv (${DEFAULT-VALUE})")
          String layout,
      @Mixin HomeOption home)
      throws IOException {
    Registrar registrar =
        new Registrar(RegisteredDatasets.folder(home.get()), new BuiltInDatasets());
    RegistrationRequest request = new RegistrationRequest(name, layout, folder, true);
    for (RegistrationPlan plan : registrar.plan(request)) {
      print(registrar.register(request, plan, DatasetsCommand::report));
    }
    return 0;
  }

  @Command(description = "Lists all data sets.")
  int list(@Mixin HomeOption home) {
    List<DatasetInfo> infos = new JoinedCatalog(new BuiltInDatasets(), registered(home)).list();
    infos.forEach(
        i ->
            System.out.printf(
                "%-32s %7d samples %5d classes  %s%n",
                i.name(), i.size(), i.classes(), i.description()));
    return 0;
  }

  @Command(
      description = "Reads, compares and decodes every sample; exit code 1 when any is broken.")
  int verify(@Parameters(paramLabel = "NAME") String name, @Mixin HomeOption home) {
    Verification found =
        Verification.of(
            new JoinedCatalog(new BuiltInDatasets(), registered(home)).open(name),
            DatasetsCommand::report);
    found.brokenFiles().forEach(b -> System.out.println("broken: " + b));
    System.out.printf("%s: %d samples sound, %d broken%n", name, found.sound(), found.broken());
    return found.broken() == 0 ? 0 : 1;
  }

  @Command(description = "Forgets a registered data set; its pictures stay where they are.")
  int remove(@Parameters(paramLabel = "NAME") String name, @Mixin HomeOption home) {
    registered(home).remove(name);
    return 0;
  }

  private static RegisteredDatasets registered(HomeOption home) {
    return new RegisteredDatasets(RegisteredDatasets.folder(home.get()));
  }

  private static boolean report(int done, long bytes) {
    if (done > 0 && done % REPORT_EVERY == 0) {
      System.err.printf("%d files%n", done);
    }
    return true;
  }

  private static void print(Registration r) {
    System.out.printf(
        "%s: %d samples, %d classes, %d bytes, %d broken, %d files passed over%n",
        r.name(), r.size(), r.classNames().size(), r.bytes(), r.broken(), r.passedOver());
    r.notes().forEach(n -> System.out.println("note: " + n));
    r.brokenFiles().forEach(b -> System.out.println("broken: " + b));
    System.out.println("fingerprint " + r.fingerprint());
  }
}
