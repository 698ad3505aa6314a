package dev.attune.metric.caption.corenlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.attune.metric.caption.CaptionMetrics;
import dev.attune.metric.caption.Spice;
import dev.attune.metric.caption.meteor.Meteor;
import dev.attune.metric.caption.wordnet.WordNetSynonyms;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The published example of CLIPScore (Hessel et al. 2021), by CoreNLP itself. It is not in the
 * repository: {@code -Dattune.corenlp=DIR} names a folder with its jars, and without it the test
 * says that it did not run.
 */
class CoreNlpInstalledTest {
  private static final List<List<String>> REFERENCES =
      List.of(
          List.of(
              "two cats are sleeping next to each other.",
              "a grey cat is cuddling with an orange cat on a blanket.",
              "the orange cat is happy that the black cat is close to it."),
          List.of(
              "a dog is wearing ear muffs as it lies on a carpet.",
              "a black dog and an orange cat are looking at the photographer.",
              "headphones are placed on a dogs ears."));

  @Test
  void thePublishedExampleComesOut() throws CoreNlpException {
    String folder = System.getProperty("attune.corenlp");
    if (folder == null) {
      System.out.println("NOT RUN: SPICE by CoreNLP; it needs -Dattune.corenlp=DIR with its jars");
      return;
    }
    CoreNlpSceneGraphs graphs = CoreNlpSceneGraphs.open(Path.of(folder));
    System.out.println("SPICE by CoreNLP " + graphs.version());
    CaptionMetrics metrics =
        new CaptionMetrics(new Meteor(null, null), new Spice(graphs, new WordNetSynonyms()));

    assertThat(graphs.tuples("Two dogs run. A man sleeps."))
        .contains(List.of("dog", "two"), List.of("man"));
    assertThat(
            metrics.evaluate(
                List.of(
                    "an orange cat and a grey cat are lying together.",
                    "a black dog wearing headphones looks at the camera as an orange cat walks in"
                        + " the background."),
                REFERENCES))
        .hasEntrySatisfying("spice", s -> assertThat(s).isCloseTo(0.4, within(5e-5)));
    assertThat(
            metrics.evaluate(
                List.of(
                    "a calico cat and a white cat are lying together.",
                    "a black dog wearing a hat looks at the camera as a tabby walks in the"
                        + " background."),
                REFERENCES))
        .hasEntrySatisfying("spice", s -> assertThat(s).isCloseTo(0.15, within(5e-5)));
  }
}
