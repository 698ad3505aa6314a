package dev.attune.metric.caption.meteor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.attune.metric.ScoreTable;
import dev.attune.metric.caption.PtbTokenizer;
import dev.attune.metric.caption.wordnet.Synonyms;
import dev.attune.metric.caption.wordnet.WordNetSynonyms;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeteorTest {
  private static final Synonyms WORDNET = new WordNetSynonyms();

  @TempDir Path folder;

  /** Scores of the original program, version 1.5, with its modules exact, stem and synonym. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          a man rides a bike down the street | a man is riding a bicycle on a road; someone cycles along a street | 0.26847267027065075
          two dogs are playing with a red ball in the grass | two dogs play with a ball on a lawn; the puppies chase a red toy | 0.2931154744227907
          a kid sits on a couch | a kid sits on a couch | 1
          children standing near a boat | kids stand beside boats; a boat and two children | 0.3257444553934108
          the quick fox | an aeroplane flies | 0
          a blue t-shirt isn't on the u.s. flag at 5:30 p.m. | the blue t-shirt is on a flag of the u.s. | 0.3862474635334607
          a red square left of a green circle above a blue star | a green circle right of a red square and a blue star below a circle | 0.34140457867582247
          """)
  void scoresAsTheOriginal(String candidate, String references, double score) {
    assertThat(statistics(new Meteor(WORDNET, null), candidate, references.split("; ")).score())
        .isCloseTo(score, within(1e-12));
  }

  @Test
  void aCorpusIsScoredByItsSums() {
    Meteor meteor = new Meteor(WORDNET, null);
    ScoreTable table = new ScoreTable(MeteorScore.COLUMNS);
    table.update(0, MeteorScore.row(statistics(meteor, "a dog runs", "a dog is running")));
    table.update(1, MeteorScore.row(statistics(meteor, "two cats", "a bird")));

    double first = new MeteorScore().on(table).compute(new int[] {1, 0});
    double both = new MeteorScore().compute(table);

    assertThat(first)
        .isCloseTo(statistics(meteor, "a dog runs", "a dog is running").score(), within(1e-12));
    assertThat(both).isPositive().isLessThan(first);
  }

  /** Scores of the original program, version 1.5, of these pairs as one set. */
  @ParameterizedTest
  @CsvSource({"2, 0.5112614165460022", "5, 0.4560131675951436"})
  void textsThatCorrespondAsAWholeAddNoPieces(int pairs, double score) {
    String[][] texts = {
      {"a cat sits on a mat", "a cat sits on a mat"},
      {"a cat on a mat", "a cat sits on a mat"},
      {"a cats", "a cat"},
      {"cat a", "a cat"},
      {"a big dog runs", "a big dog ran home"}
    };
    Meteor meteor = new Meteor(WORDNET, null);
    ScoreTable table = new ScoreTable(MeteorScore.COLUMNS);
    for (int i = 0; i < pairs; i++) {
      table.update(i, MeteorScore.row(statistics(meteor, texts[i][0], texts[i][1])));
    }
    assertThat(new MeteorScore().compute(table)).isCloseTo(score, within(1e-12));
  }

  @Test
  void saysWhichStagesAreOn() throws IOException {
    assertThat(new Meteor(null, null).stages())
        .containsExactly(MeteorStage.EXACT, MeteorStage.STEM);
    assertThat(new Meteor(WORDNET, table("0.1", "a lot of", "many")).stages())
        .containsExactly(MeteorStage.values());
  }

  @Test
  void matchesPhrasesOfATable() throws IOException {
    Meteor without = new Meteor(null, null);
    Meteor with = new Meteor(null, table("0.1", "a lot of", "many", "12.5", "large", "big"));

    MeteorStatistics statistics = statistics(with, "many big dogs", "a lot of large dogs");

    assertThat(statistics.unmatched()).isZero();
    assertThat(statistics.chunks()).isEqualTo(1);
    assertThat(statistics.score())
        .isGreaterThan(statistics(without, "many big dogs", "a lot of large dogs").score());
  }

  @Test
  void namesATableThatIsNone() throws IOException {
    Path file = write("0.1", "a", "b", "many", "a lot of", "0.2");

    Assertions.assertThatIOException()
        .isThrownBy(() -> ParaphraseTable.read(file))
        .withMessageContaining(file.toString())
        .withMessageContaining("line 4");
  }

  @Test
  void wantsAReference() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Meteor(null, null).statistics(List.of("a"), List.of()));
  }

  @Test
  void repeatedWordsAreAlignedInPieces() {
    // "b" could be the first or the last: next to "c" it is one piece.
    Aligner.Alignment alignment = align("b c", "b x b c");

    assertThat(alignment.chunks()).isEqualTo(1);
    assertThat(alignment.matches()).extracting(WordMatch::referenceStart).containsExactly(2, 3);
  }

  @Test
  void longRepetitionsEnd() {
    Aligner.Alignment alignment = align("a ".repeat(400).strip(), "a ".repeat(300).strip());

    assertThat(alignment.matches()).hasSize(300);
    assertThat(alignment.chunks()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          t-shirt    | t shirt
          's         | ' s
          n't        | n 't
          p.m.       | pm
          5:30       | 5 : 30
          1,234.56   | 1,234.56
          cats/dogs  | cats / dogs
          -lrb-      | -lrb-
          o'neil     | o 'neil
          etc.       | etc .
          一只猫     | 一只猫
          """)
  void splitsWordsItsOwnWay(String word, String words) {
    assertThat(MeteorText.words(List.of(word))).containsExactly(words.split(" "));
  }

  @Test
  void wordsOfOneMeaningAreSynonyms() {
    assertThat(WORDNET.shareMeaning("sofas", "couches")).isTrue();
    assertThat(WORDNET.shareMeaning("mice", "mouse")).isTrue();
    assertThat(WORDNET.shareMeaning("dancer", "dance")).isTrue();
    assertThat(WORDNET.shareMeaning("dog", "cat")).isFalse();
    assertThat(WORDNET.meanings("одуванчик")).isEmpty();
    assertThat(WORDNET.meanings("")).isEmpty();
  }

  private static Aligner.Alignment align(String candidate, String reference) {
    WordMatcher matcher = new WordMatcher(null, null);
    WordMatcher.Text text = matcher.prepare(List.of(candidate.split(" ")));
    return Aligner.align(
        text.words().size(), matcher.matches(text, matcher.prepare(List.of(reference.split(" ")))));
  }

  private static MeteorStatistics statistics(
      Meteor meteor, String candidate, String... references) {
    return meteor.statistics(
        PtbTokenizer.words(candidate), Arrays.stream(references).map(PtbTokenizer::words).toList());
  }

  private ParaphraseTable table(String... lines) throws IOException {
    return ParaphraseTable.read(write(lines));
  }

  private Path write(String... lines) throws IOException {
    Path file = folder.resolve("paraphrases.gz");
    try (Writer out =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
      out.write(String.join("\n", lines) + "\n");
    }
    return file;
  }
}
