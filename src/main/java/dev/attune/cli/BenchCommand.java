package dev.attune.cli;

import ai.djl.engine.Engine;
import dev.attune.bench.Bench;
import dev.attune.bench.BenchPlan;
import dev.attune.bench.BenchReport;
import dev.attune.bench.BenchReport.Adapting;
import dev.attune.bench.BenchReport.Decoded;
import dev.attune.bench.BenchReport.Forward;
import dev.attune.bench.BenchReport.Search;
import dev.attune.bench.BenchReport.Videos;
import dev.attune.bench.CaptionBench;
import dev.attune.bench.ClipArchitecture;
import dev.attune.bench.DglBench;
import dev.attune.bench.Timing;
import dev.attune.dataset.icons.Vocabulary;
import dev.attune.encoder.clip.ClipConfig;
import dev.attune.encoder.video.DglForm;
import dev.attune.method.rlcf.RlcfCaption;
import dev.attune.method.rlcf.RlcfI2t;
import dev.attune.method.rlcf.RlcfPrompt;
import dev.attune.method.rlcf.RlcfT2i;
import dev.attune.method.rlcf.RlcfTune;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Measures this machine: matrix product, image tower, seconds and memory an adapted image. */
@Command(
    name = "bench",
    description = "Measures speed and memory with random weights, all from one run.",
    subcommands = {FillCommand.class, VisitCommand.class},
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {

  /** A part that can be measured alone; the matrix product always is. */
  enum Part {
    forward,
    prompt,
    tune,
    i2t,
    t2i,
    caption,
    decode,
    search,
    dgl
  }

  @Option(
      names = "--arch",
      description = "b32, b16, l14, rn50, or a built-in model (${DEFAULT-VALUE})")
  private String arch = "b16";

  @Option(names = "--judge", description = "the judge's architecture; the same by default")
  private @Nullable String judge;

  @Option(names = "--classes", description = "number of classes (${DEFAULT-VALUE})")
  private int classes = 200;

  @Option(names = "--views", description = "views of an image (${DEFAULT-VALUE})")
  private int views = 64;

  @Option(names = "--steps", description = "optimiser steps an image (${DEFAULT-VALUE})")
  private int steps = 3;

  @Option(names = "--images", description = "timed images; the median counts (${DEFAULT-VALUE})")
  private int images = 1;

  @Option(names = "--warm-up", description = "images before the timed ones (${DEFAULT-VALUE})")
  private int warmUp = 1;

  @Option(
      names = "--tokens",
      description = "tokens of every caption (${DEFAULT-VALUE}, the papers' most)")
  private int tokens = 50;

  @Option(
      names = "--only",
      split = ",",
      description = "${COMPLETION-CANDIDATES}; all of them by default")
  private Set<Part> only = EnumSet.allOf(Part.class);

  @Option(names = "--threads", description = "the engine's threads; its own choice by default")
  private int threads;

  @Option(names = "--json", description = "also write the numbers to this file")
  private @Nullable Path json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    String judgeName = judge == null ? arch : judge;
    BenchPlan plan =
        new BenchPlan(
            config("--arch", arch),
            config("--judge", judgeName),
            atLeast("--classes", classes, 2),
            atLeast("--views", views, 10), // one in ten is selected
            atLeast("--steps", steps, 1),
            atLeast("--tokens", tokens, 1),
            new Timing(atLeast("--images", images, 1), atLeast("--warm-up", warmUp, 0)));
    PrintWriter out = spec().commandLine().getOut();
    Engine engine = CommandEngine.start(atLeast("--threads", threads, 0));
    int used = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    out.printf(
        Locale.ROOT, "%s %s, %d threads%n", engine.getEngineName(), engine.getVersion(), used);
    BenchReport report = measure(plan, engine, used, judgeName, new BenchLines(out, arch));
    if (json != null) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("arch", arch);
      all.put("judge", judgeName);
      all.put("classes", classes);
      all.put("views", views);
      all.put("steps", steps);
      all.put("tokens", tokens);
      all.put("measured", report);
      Files.writeString(
          json, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(all));
    }
    return 0;
  }

  /** Measures part by part and prints each as soon as it is known. */
  private BenchReport measure(
      BenchPlan plan, Engine engine, int used, String judgeName, BenchLines lines) {
    Bench bench = new Bench(plan);
    double peak = Bench.peak();
    lines.matrixProduct(peak);
    Forward forward = null;
    if (only.contains(Part.forward)) {
      forward = bench.forward(peak);
      lines.print(forward);
    }
    String where =
        "%s, judge %s, %d classes, %d views, %d steps"
            .formatted(arch, judgeName, classes, views, steps);
    Adapting prompt = null;
    if (only.contains(Part.prompt)) {
      prompt = bench.prompt(forward);
      lines.print(new RlcfPrompt(), where, "an image", prompt);
    }
    Adapting tune = null;
    if (only.contains(Part.tune)) {
      tune = bench.tune(forward);
      lines.print(new RlcfTune(), where, "an image", tune);
    }
    String asked = "%s, judge %s, 8 steps".formatted(arch, judgeName);
    Adapting i2t = null;
    if (only.contains(Part.i2t)) {
      i2t = bench.textsOfPictures();
      lines.print(new RlcfI2t(), asked, "a query", i2t);
    }
    Adapting t2i = null;
    if (only.contains(Part.t2i)) {
      t2i = bench.picturesOfTexts();
      lines.print(new RlcfT2i(), asked, "a query", t2i);
    }
    CaptionBench captions = new CaptionBench(plan);
    Adapting caption = null;
    if (only.contains(Part.caption)) {
      caption = captions.adapting();
      lines.print(
          new RlcfCaption(),
          "%s, OPT-125m, judge %s, %d tokens, 4 steps".formatted(arch, judgeName, tokens),
          "an image",
          caption);
    }
    Decoded decode = null;
    if (only.contains(Part.decode)) {
      decode = captions.decoding();
      lines.print(decode);
    }
    Search search = null;
    if (only.contains(Part.search)) {
      search = bench.search();
      lines.print(search);
    }
    List<Videos> dgl = null;
    if (only.contains(Part.dgl) && takesPrompts(plan.policy())) {
      dgl = new ArrayList<>();
      DglBench videos = new DglBench(plan);
      for (DglForm form : DglForm.values()) {
        dgl.add(videos.of(form));
        lines.print(dgl.get(dgl.size() - 1));
      }
    }
    return new BenchReport(
        engine.getEngineName() + " " + engine.getVersion(),
        used,
        peak,
        forward,
        prompt,
        tune,
        i2t,
        t2i,
        caption,
        decode,
        search,
        dgl);
  }

  /** What is left out when all is measured is an error where it is asked for. */
  private boolean takesPrompts(ClipConfig policy) {
    try {
      policy.transformer();
      return true;
    } catch (IllegalArgumentException e) {
      if (spec().commandLine().getParseResult().hasMatchedOption("--only")) {
        throw bad("--arch", Objects.requireNonNull(e.getMessage()));
      }
      return false;
    }
  }

  private ClipConfig config(String option, String name) {
    return ClipArchitecture.byId(name)
        .map(ClipArchitecture::config)
        .or(() -> BuiltInRecipe.of(name).map(r -> r.config(Vocabulary.ids().size())))
        .orElseThrow(() -> bad(option, "unknown architecture " + name));
  }

  private int atLeast(String option, int value, int least) {
    if (value < least) {
      throw bad(option, "must be at least " + least);
    }
    return value;
  }

  private ParameterException bad(String option, String message) {
    return new ParameterException(spec().commandLine(), option + ": " + message);
  }

  private CommandSpec spec() {
    return Objects.requireNonNull(spec);
  }
}
