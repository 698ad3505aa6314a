package dev.attune.metric.caption;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class PtbTokenizerTest {

  static List<JsonNode> examples() {
    return CaptionFixture.json().path("tokenizer_examples").valueStream().toList();
  }

  @ParameterizedTest
  @MethodSource("dev.attune.metric.caption.CaptionFixture#images")
  void splitsTheFixturesCaptions(JsonNode image) {
    assertThat(joined(image.path("caption").asString()))
        .isEqualTo(image.path("tokenized_caption").asString());
    for (int i = 0; i < image.path("references").size(); i++) {
      assertThat(joined(image.path("references").path(i).asString()))
          .isEqualTo(image.path("tokenized_references").path(i).asString());
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void splitsTheFixturesExamples(JsonNode example) {
    assertThat(joined(example.path("text").asString()))
        .isEqualTo(example.path("tokenized").asString());
  }

  /** Made with CoreNLP 3.4.1, as the fixture was. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          An R&B singer at AT&T park, a b&w photo  | an r&b singer at at&t park a b & w photo
          Bus No. 24 and no. The answer is no.     | bus no. 24 and no the answer is no
          Ph.D. student, a U.S flag, Washington D.C. | ph.d. student a u.s flag washington d.c.
          He's got 'em. Rock'n'roll; fish 'n chips | he 's got 'em rock 'n' roll fish 'n chips
          I'd've we'd they'll you've y'all ain't   | i 'd 've we 'd they 'll you 've y' all ai n't
          a #1 fan, #2 @home 100% $5.00 £3 €20     | a # 1 fan # 2 @home 100 % $ 5.00 # 3 $ 20
          a 12/25/2013 photo; 1st/2nd, 1/2-mile    | a 12/25/2013 photo 1st/2nd 1/2-mile
          -5 degrees +3; C++ and C#; __init__ ***  | -5 degrees +3 c++ and c# __ init __ ***
          'tis, 'Twas, O'Hare, d'art, 9 o'clock    | 't is 't was o'hare d'art 9 o'clock
          &amp; &lt;tag&gt; &quot;quoted&quot;     | & < tag > quoted
          wow!!! what?? no?! yes!? ...... ..       | wow !!! what ?? no ?! yes !?
          8:00am cats.No space,one;two:three       | 8:00 am cats.no space one two three
          half½ ¼ cup, 20° « smile » :)            | half 1/2 1/4 cup 20 ° smile :-rrb-
          """)
  void splitsAsCoreNlpDoes(String caption, String words) {
    assertThat(joined(caption)).isEqualTo(words);
  }

  /** Made with CoreNLP 3.4.1 as well. */
  @ParameterizedTest
  @ValueSource(strings = {"\u00a0", "\u3000", "\u2009", "\u2003", "\u200a"})
  void anyBlankPartsWords(String blank) {
    assertThat(PtbTokenizer.words("a dog doesn't" + blank + "run" + blank + "" + blank + "."))
        .containsExactly("a", "dog", "does", "n't", "run");
  }

  @Test
  void aSoftHyphenIsNoPartOfAWord() {
    assertThat(joined("a base\u00adball\u00ad play\u00ader \u00ad runs"))
        .isEqualTo("a baseball player runs");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          一只猫坐在垫子上。          | 一只猫坐在垫子上 。
          кошка сидит на ковре.       | кошка сидит на ковре
          قطة تجلس على السجادة        | قطة تجلس على السجادة
          고양이가 매트 위에          | 고양이가 매트 위에
          बिल्ली चटाई पर              | बिल्ली चटाई पर
          a dog 😀👍🏽 smiles          | a dog smiles
          """)
  void takesAnyScript(String caption, String words) {
    assertThat(joined(caption)).isEqualTo(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t", "...", "' - \" !", "\u200b"})
  void findsNoWordsWhereThereAreNone(String caption) {
    assertThat(PtbTokenizer.words(caption)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a-", "a.", "a,", "a=", "1/", "1.", "1,", "(", "猫", "a@", "www.", "http://", "<a", "n't",
        "'", "#a", ":)", "a b ", "\ud83d"
      })
  void endsOnHostileText(String part) {
    Assertions.assertTimeout(
        Duration.ofSeconds(30), () -> PtbTokenizer.words(part.repeat(100_000 / part.length())));
  }

  @Test
  void everyFixtureIsSplit() {
    assertThat(CaptionFixture.images()).isNotEmpty();
    assertThat(examples()).isNotEmpty();
  }

  private static String joined(String caption) {
    return String.join(" ", PtbTokenizer.words(caption));
  }
}
