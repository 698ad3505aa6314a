package dev.attune.metric.caption.corenlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CoreNLP is called as it should be, and what is wrong with its folder is said; by a stand-in. */
class CoreNlpSceneGraphsTest {
  @TempDir private Path folder;

  @Test
  void readsEverySentence() throws Exception {
    CoreNlpSceneGraphs graphs = CoreNlpSceneGraphs.open(FakeCoreNlp.install(folder));
    assertThat(graphs.version()).isEqualTo(FakeCoreNlp.VERSION);
    assertThat(
            graphs.tuples(
                "Dog camera dog=black dog-look-camera look>obl:at>camera dog>det>a . hat two"
                    + " hat>nummod>two"))
        .containsExactlyInAnyOrder(
            List.of("dog"),
            List.of("camera"),
            List.of("dog", "black"),
            List.of("dog", "look at", "camera"),
            List.of("hat"),
            List.of("two"),
            List.of("hat", "two"));
    assertThat(graphs.tuples("")).isEmpty();
    assertThat(graphs.tuples("lemmaless")).containsExactly(List.of("lemmaless"));
  }

  @Test
  void itsFailureIsTold() throws Exception {
    CoreNlpSceneGraphs graphs = CoreNlpSceneGraphs.open(FakeCoreNlp.install(folder));
    assertThatThrownBy(() -> graphs.tuples("fail"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot read this");
  }

  @Test
  void manyThreadsMayAsk() throws Exception {
    CoreNlpSceneGraphs graphs = CoreNlpSceneGraphs.open(FakeCoreNlp.install(folder));
    assertThat(
            IntStream.range(0, 2000)
                .parallel()
                .mapToObj(
                    i -> graphs.tuples("dog" + i % 50).equals(Set.of(List.of("dog" + i % 50))))
                .distinct())
        .containsExactly(true);
  }

  @Test
  void anEmptyFolderHasNoJar() {
    refused("the folder holds no jar");
  }

  @Test
  void withoutTheModelsTheirJarIsNamed() throws Exception {
    FakeCoreNlp.code(folder, "");
    refused("English grammar: stanford-corenlp-VERSION-models.jar is missing");
  }

  @Test
  void withoutTheCodeItsJarIsNamed() throws Exception {
    FakeCoreNlp.models(folder);
    refused("scene graphs: stanford-corenlp-VERSION.jar is missing or old");
  }

  @Test
  void aBrokenJarIsNamed() throws Exception {
    FakeCoreNlp.install(folder);
    Files.writeString(folder.resolve("other.jar"), "half a download");
    refused("other.jar is broken or no jar");
  }

  @Test
  void aClassThatIsMissingIsNamed() throws Exception {
    FakeCoreNlp.models(folder);
    FakeCoreNlp.code(folder, "SceneGraphRelation");
    refused("SceneGraphRelation");
  }

  private void refused(String message) {
    assertThatThrownBy(() -> CoreNlpSceneGraphs.open(folder))
        .isInstanceOf(CoreNlpException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining(folder.toString());
  }
}
