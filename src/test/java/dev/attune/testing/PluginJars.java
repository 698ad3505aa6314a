package dev.attune.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.method.Method;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Makes jars of plug-ins from one source file each, compiled against what {@code attune-api.jar}
 * holds and the libraries, and nothing else of Attune.
 */
public final class PluginJars {
  private static final Pattern INCLUDE = Pattern.compile("<include>([^<]+)</include>");

  private PluginJars() {}

  /** The source of a plug-in of one value of its own. */
  public static String source() throws IOException {
    return source("MeanOfViews");
  }

  /** The source of one of the plug-ins that the tests have. */
  public static String source(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            PluginJars.class.getResourceAsStream("/plugin/%s.java".formatted(name)))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /**
   * Compiles a class of the default package and packs it.
   *
   * @param jar file to write
   * @param scratch an empty folder
   */
  public static void make(Path jar, String name, String source, Path scratch) throws Exception {
    Path api = Files.createDirectories(scratch.resolve("api"));
    Path classes = Files.createDirectories(scratch.resolve("classes"));
    copyApi(api);
    compile(name, source, api, classes);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.list(classes)) {
      for (Path file : files.sorted().toList()) {
        out.putNextEntry(new JarEntry(String.valueOf(file.getFileName())));
        Files.copy(file, out);
      }
      out.putNextEntry(new JarEntry("META-INF/services/" + Method.class.getName()));
      out.write(name.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Copies what the build packs into {@code attune-api.jar}. */
  private static void copyApi(Path to) throws IOException, URISyntaxException {
    List<PathMatcher> packed = new ArrayList<>();
    String pom = Files.readString(Path.of("pom.xml"));
    INCLUDE
        .matcher(pom)
        .results()
        .map(m -> m.group(1))
        .filter(p -> p.endsWith(".class"))
        .forEach(p -> packed.add(FileSystems.getDefault().getPathMatcher("glob:" + p)));
    assertThat(packed).isNotEmpty();
    Path root = root();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path inner = root.relativize(file);
        if (packed.stream().anyMatch(p -> p.matches(inner))) {
          Path copy = to.resolve(inner);
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    }
  }

  private static Path root() throws URISyntaxException {
    return Path.of(Method.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static void compile(String name, String source, Path api, Path classes) throws Exception {
    String libraries =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.endsWith(".jar"))
            .collect(Collectors.joining(File.pathSeparator));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                messages,
                null,
                null,
                List.of(
                    "-proc:none",
                    "-cp",
                    api + File.pathSeparator + libraries,
                    "-d",
                    classes.toString()),
                null,
                List.of(
                    new SimpleJavaFileObject(
                        URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
                      @Override
                      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                      }
                    }))
            .call();
    assertThat(compiled).as(messages.toString()).isTrue();
  }
}
