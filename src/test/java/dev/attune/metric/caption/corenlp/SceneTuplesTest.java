package dev.attune.metric.caption.corenlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.metric.caption.corenlp.Scene.Attribute;
import dev.attune.metric.caption.corenlp.Scene.Dependency;
import dev.attune.metric.caption.corenlp.Scene.Relation;
import dev.attune.metric.caption.corenlp.Scene.Word;
import java.util.List;
import org.junit.jupiter.api.Test;

class SceneTuplesTest {
  private static final Word MAN = new Word(2, "man", "NN");
  private static final Word CLIMB = new Word(3, "climb", "VBZ");
  private static final Word HILL = new Word(6, "hill", "NN");
  private static final Word SAND = new Word(5, "sand", "NN");

  private static List<String> relation(String name, Dependency... dependencies) {
    Scene scene =
        new Scene(
            List.of(MAN, HILL),
            List.of(),
            List.of(new Relation(MAN, name, HILL)),
            List.of(),
            List.of(dependencies));
    return SceneTuples.of(scene).stream().filter(t -> t.size() == 3).findFirst().orElseThrow();
  }

  @Test
  void copiesOfAPluralAreOneObjectWithItsNumber() {
    Word two = new Word(1, "two", "CD");
    Scene scene =
        new Scene(
            List.of(MAN, MAN),
            List.of(new Attribute(MAN, CLIMB), new Attribute(MAN, CLIMB)),
            List.of(),
            List.of(two, MAN, CLIMB),
            List.of(new Dependency(MAN, "nummod", "", two)));
    assertThat(SceneTuples.of(scene))
        .containsExactlyInAnyOrder(List.of("man"), List.of("man", "climb"), List.of("man", "two"));
  }

  @Test
  void aNounWithoutRelationsIsAnObjectAndMayDescribeAnother() {
    Scene scene =
        new Scene(
            List.of(),
            List.of(),
            List.of(),
            List.of(SAND, HILL, CLIMB),
            List.of(
                new Dependency(HILL, "compound", "", SAND),
                new Dependency(CLIMB, "compound", "prt", new Word(4, "up", "RP"))));
    assertThat(SceneTuples.of(scene))
        .containsExactlyInAnyOrder(List.of("hill"), List.of("hill", "sand"));
  }

  @Test
  void aVerbKeepsItsPreposition() {
    assertThat(relation("climb", new Dependency(CLIMB, "obl", "on_top_of", HILL)))
        .containsExactly("man", "climb on top of", "hill");
    assertThat(relation("climb up", new Dependency(CLIMB, "obl", "to", HILL)))
        .containsExactly("man", "climb up to", "hill");
  }

  @Test
  void anObjectOrAnAgentHasNone() {
    assertThat(relation("climb", new Dependency(CLIMB, "obj", "", HILL)))
        .containsExactly("man", "climb", "hill");
    assertThat(relation("climb", new Dependency(CLIMB, "obl", "agent", HILL)))
        .containsExactly("man", "climb", "hill");
    assertThat(relation("near", new Dependency(CLIMB, "obl", "near", HILL)))
        .containsExactly("man", "near", "hill");
    assertThat(relation("obl:on_top_of", new Dependency(MAN, "obl", "on_top_of", HILL)))
        .containsExactly("man", "on top of", "hill");
  }
}
