package dev.attune.cli;

import dev.attune.dataset.DatasetInfo;
import dev.attune.dataset.JoinedCatalog;
import dev.attune.dataset.folder.CaptionChoice;
import dev.attune.dataset.folder.CaptionReport;
import dev.attune.dataset.folder.RegisteredDatasets;
import dev.attune.dataset.folder.Registrar;
import dev.attune.dataset.folder.Registration;
import dev.attune.dataset.folder.RegistrationPlan;
import dev.attune.dataset.folder.RegistrationRequest;
import dev.attune.dataset.folder.Verification;
import dev.attune.dataset.icons.BuiltInDatasets;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
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

  @Command(
      description = "Registers a folder; one that was stopped goes on.",
      mixinStandardHelpOptions = true)
  int register(
      @Parameters(paramLabel = "NAME", description = "its name from now on") String name,
      @Parameters(paramLabel = "FOLDER") String folder,
      @Option(
              names = "--layout",
              defaultValue = "folders",
              description =
                  "of classes: folders, imagenet, imagenet-v2, imagenet-a, imagenet-r,"
                      + " imagenet-sketch, imagenet-c, coop, aircraft or csv; of captions: karpathy,"
                      + " lavis, coco, nocaps, captions or captions-csv; of videos: msrvtt, vatex,"
                      + " lsmdc, activitynet, didemo, msvd, or videos, which finds out"
                      + " (${DEFAULT-VALUE})")
          String layout,
      @Option(
              names = "--caption-file",
              description =
                  "of captions of pictures: their file, relative to the folder; by default that which the"
                      + " layout is known by")
          @Nullable String captionFile,
      @Option(
              names = "--split",
              description =
                  "of karpathy and lavis: test (the default), val or train; karpathy takes"
                      + " several joined by commas; of videos: test, validation or train")
          @Nullable String split,
      @Option(names = "--domain", description = "of nocaps: in, near, out or all (the default)")
          @Nullable String domain,
      @Mixin HomeOption home)
      throws IOException {
    Registrar registrar =
        new Registrar(RegisteredDatasets.folder(home.get()), new BuiltInDatasets());
    RegistrationRequest request =
        new RegistrationRequest(
            name, layout, folder, true, new CaptionChoice(captionFile, split, domain));
    for (RegistrationPlan plan : registrar.plan(request)) {
      print(registrar.register(request, plan, DatasetsCommand::report));
    }
    return 0;
  }

  @Command(description = "Lists all data sets.", mixinStandardHelpOptions = true)
  int list(@Mixin HomeOption home) {
    List<DatasetInfo> infos = new JoinedCatalog(new BuiltInDatasets(), registered(home)).list();
    infos.forEach(
        i ->
            System.out.printf(
                Locale.ROOT,
                "%-32s %7d samples %13s  %s%n",
                i.name(),
                i.size(),
                i.classes() == 0 ? "captions" : "%d classes".formatted(i.classes()),
                i.description()));
    return 0;
  }

  @Command(
      description = "Reads, compares and decodes every sample; exit code 1 when any is broken.",
      mixinStandardHelpOptions = true)
  int verify(@Parameters(paramLabel = "NAME") String name, @Mixin HomeOption home) {
    Verification found =
        Verification.of(
            new JoinedCatalog(new BuiltInDatasets(), registered(home)).pictures(name),
            DatasetsCommand::report);
    found.brokenFiles().forEach(b -> System.out.println("broken: " + b));
    System.out.printf(
        Locale.ROOT, "%s: %d samples sound, %d broken%n", name, found.sound(), found.broken());
    return found.broken() == 0 ? 0 : 1;
  }

  @Command(
      description = "Forgets a registered data set; its pictures stay where they are.",
      mixinStandardHelpOptions = true)
  int remove(@Parameters(paramLabel = "NAME") String name, @Mixin HomeOption home) {
    registered(home).remove(name);
    return 0;
  }

  private static RegisteredDatasets registered(HomeOption home) {
    return new RegisteredDatasets(RegisteredDatasets.folder(home.get()));
  }

  private static boolean report(int done, long bytes) {
    if (done > 0 && done % REPORT_EVERY == 0) {
      System.err.printf(Locale.ROOT, "%d files%n", done);
    }
    return true;
  }

  private static void print(Registration r) {
    System.out.printf(
        Locale.ROOT,
        "%s: %d samples, %s, %d bytes, %d broken, %d files passed over%n",
        r.name(),
        r.size(),
        contents(r),
        r.bytes(),
        r.broken(),
        r.passedOver());
    r.notes().forEach(n -> System.out.println("note: " + n));
    r.brokenFiles().forEach(b -> System.out.println("broken: " + b));
    if (r.captions() != null) {
      r.captions().leftOut().forEach(DatasetsCommand::print);
    }
    System.out.println("fingerprint " + r.fingerprint());
  }

  private static String contents(Registration r) {
    return r.captions() == null
        ? "%d classes".formatted(r.classNames().size())
        : "%d captions".formatted(r.captions().captions());
  }

  private static void print(CaptionReport.LeftOut left) {
    System.out.printf(Locale.ROOT, "left out: %d %s%n", left.count(), left.what());
    left.first().forEach(f -> System.out.println("  " + f));
    if (left.count() > left.first().size()) {
      System.out.printf(Locale.ROOT, "  and %d more%n", left.count() - left.first().size());
    }
  }
}
