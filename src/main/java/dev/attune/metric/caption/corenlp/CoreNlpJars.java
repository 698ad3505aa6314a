package dev.attune.metric.caption.corenlp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * A folder with CoreNLP's jars. Their classes see the JDK and one another, and nothing of Attune or
 * of the libraries it uses, so that versions cannot clash.
 */
final class CoreNlpJars {
  /** The grammar with which CoreNLP parses English: in the models' jar. */
  private static final String GRAMMAR = "edu/stanford/nlp/models/lexparser/englishPCFG.ser.gz";

  private static final String SCENE_GRAPHS = "edu/stanford/nlp/scenegraph/RuleBasedParser.class";

  private CoreNlpJars() {}

  /**
   * Opens the jars and looks whether they hold what is needed.
   *
   * @throws CoreNlpException naming the file that is broken, or the jar that is missing
   */
  static URLClassLoader open(Path folder) throws CoreNlpException {
    List<URL> urls = new ArrayList<>();
    try {
      for (Path jar : jars(folder)) {
        check(jar);
        urls.add(jar.toUri().toURL());
      }
    } catch (IOException | UncheckedIOException e) {
      throw new CoreNlpException("the folder cannot be read", e);
    }
    if (urls.isEmpty()) {
      throw new CoreNlpException("the folder holds no jar");
    }
    URLClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    try {
      want(loader, SCENE_GRAPHS, "scene graphs: stanford-corenlp-VERSION.jar is missing or old");
      want(loader, GRAMMAR, "English grammar: stanford-corenlp-VERSION-models.jar is missing");
    } catch (CoreNlpException e) {
      close(loader);
      throw e;
    }
    return loader;
  }

  /** Gives the files back. */
  static void close(URLClassLoader loader) {
    try {
      loader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
    }
  }

  /** A class loader passes over a broken jar without a word. */
  private static void check(Path jar) throws CoreNlpException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      zip.size();
    } catch (IOException e) {
      throw new CoreNlpException(
          "%s is broken or no jar: fetch it again".formatted(jar.getFileName()), e);
    }
  }

  private static void want(ClassLoader loader, String resource, String what)
      throws CoreNlpException {
    if (loader.getResource(resource) == null) {
      throw new CoreNlpException("no jar holds the " + what);
    }
  }
}
