package dev.attune.metric.caption.corenlp;

import dev.attune.metric.caption.SceneGraphParser;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * SPICE's scene graphs by Stanford CoreNLP. Its jars are found in a folder at run time: it is GPL,
 * and no part of Attune. What was parsed lately is remembered, since a picture's references are
 * compared with several captions. Safe for many threads, which wait for one another.
 */
public final class CoreNlpSceneGraphs implements SceneGraphParser {
  private static final int REMEMBERED = 20_000;

  private final SceneReader reader;
  private final String version;
  private final Map<String, Set<List<String>>> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<List<String>>> eldest) {
          return size() > REMEMBERED;
        }
      };

  private CoreNlpSceneGraphs(SceneReader reader, String version) {
    this.reader = reader;
    this.version = version;
  }

  /**
   * Loads CoreNLP and its English grammar; takes seconds and about 300 MB. The classes stay loaded
   * as long as the result is in use.
   *
   * @param folder with the jar of the code, the jar of the models, and the jars they need
   * @throws CoreNlpException when something is missing or broken; the message says what
   */
  public static CoreNlpSceneGraphs open(Path folder) throws CoreNlpException {
    URLClassLoader loader = CoreNlpJars.open(folder);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader); // some of its libraries look there for their parts
    try {
      CoreNlpApi api = new CoreNlpApi(loader);
      CoreNlpSceneGraphs graphs = new CoreNlpSceneGraphs(new SceneReader(api), api.version());
      Set<List<String>> unused = graphs.tuples("a dog"); // what is missing shows now
      return graphs;
    } catch (ClassNotFoundException | NoSuchMethodException | NoSuchFieldException e) {
      CoreNlpJars.close(loader);
      throw new CoreNlpException(
          "this version has no %s: take a newer one".formatted(e.getMessage()), e);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      CoreNlpJars.close(loader);
      throw new CoreNlpException(
          "CoreNLP does not start, perhaps a jar it needs is missing: " + e.getMessage(), e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** CoreNLP's version, such as {@code 4.5.10}. */
  public String version() {
    return version;
  }

  /**
   * @throws IllegalStateException when CoreNLP fails
   */
  @Override
  public synchronized Set<List<String>> tuples(String caption) {
    Set<List<String>> tuples = known.get(caption);
    if (tuples == null) {
      Set<List<String>> found = new LinkedHashSet<>();
      reader.scenes(caption).forEach(scene -> found.addAll(SceneTuples.of(scene)));
      tuples = Collections.unmodifiableSet(found);
      known.put(caption, tuples);
    }
    return tuples;
  }
}
