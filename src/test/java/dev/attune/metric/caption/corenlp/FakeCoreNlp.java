package dev.attune.metric.caption.corenlp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.springframework.util.FileSystemUtils;

/** Makes jars that look like CoreNLP's from outside; see {@code corenlp/fake.txt}. */
public final class FakeCoreNlp {
  public static final String VERSION = "9.8.7";
  public static final String CODE = "stanford-corenlp-9.8.7.jar";
  public static final String MODELS = "stanford-corenlp-9.8.7-models.jar";
  private static final String GRAMMAR = "edu/stanford/nlp/models/lexparser/englishPCFG.ser.gz";

  private FakeCoreNlp() {}

  /** Both jars. */
  public static Path install(Path folder) throws IOException {
    code(folder, "");
    return models(folder);
  }

  /**
   * The code's jar.
   *
   * @param without the end of a class's name that it shall not hold, or empty
   */
  static Path code(Path folder, String without) throws IOException {
    Path classes = Files.createTempDirectory("fake-corenlp");
    try {
      return jar(compiled(classes), folder, without);
    } finally {
      FileSystemUtils.deleteRecursively(classes);
    }
  }

  /** Compiles the stand-ins into a folder. */
  private static Path compiled(Path classes) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", classes.toString()));
    for (String file : source().split("// file ", -1)) {
      int line = file.indexOf('\n');
      if (file.startsWith("edu/")) {
        Path source = classes.resolve(file.substring(0, line));
        Files.createDirectories(Objects.requireNonNull(source.getParent()));
        arguments.add(Files.writeString(source, file.substring(line)).toString());
      }
    }
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    if (failed != 0) {
      throw new IllegalStateException("the stand-in for CoreNLP does not compile");
    }
    return classes;
  }

  private static Path jar(Path classes, Path folder, String without) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, VERSION);
    Path jar = Files.createDirectories(folder).resolve(CODE);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        if (without.isEmpty() || !file.toString().endsWith(without + ".class")) {
          entries.putNextEntry(
              new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
          Files.copy(file, entries);
        }
      }
    }
    return folder;
  }

  /** The models' jar, with a grammar that nobody reads. */
  static Path models(Path folder) throws IOException {
    Path jar = Files.createDirectories(folder).resolve(MODELS);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      entries.putNextEntry(new JarEntry(GRAMMAR));
    }
    return folder;
  }

  private static String source() throws IOException {
    try (InputStream in = FakeCoreNlp.class.getResourceAsStream("/corenlp/fake.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
