package dev.attune.method.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.Fixtures;
import dev.attune.model.caption.CaptionText;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import tools.jackson.databind.JsonNode;

/**
 * The fixtures' captions, which are ids: as text they are numbers with blanks between them, and the
 * end token is a blank.
 */
record IdCaptions(long startToken, long paddingToken, long endToken) implements CaptionText {
  private static final Pattern CLIP_RULE =
      Pattern.compile("1 \\+ \\((\\d+)\\*lm_id mod \\(V-3\\)\\).* first (\\d+) mapped ids");

  /** The captions of a case; OPT's start and padding tokens are its configuration's. */
  static IdCaptions of(Fixtures.Case fixture) {
    JsonNode opt = Fixtures.cases("opt").get(0).get("config");
    return new IdCaptions(
        opt.path("bos_token_id").asLong(),
        opt.path("pad_token_id").asLong(),
        fixture.get("hyperparameters", "eos_token_id").asLong());
  }

  @Override
  public long[] encode(String caption) {
    return LongStream.concat(LongStream.of(startToken), ids(caption)).toArray();
  }

  @Override
  public String decode(long[] tokens) {
    return Arrays.stream(tokens)
        .filter(t -> t != startToken && t != paddingToken)
        .mapToObj(t -> t == endToken ? "" : String.valueOf(t))
        .collect(Collectors.joining(" "))
        .strip();
  }

  static String text(JsonNode ids) {
    return ids.valueStream().map(JsonNode::asString).collect(Collectors.joining(" "));
  }

  /** CLIP's ids of a caption, as the cases define them. */
  static long[] clipTokens(Fixtures.Case fixture, String caption, int vocabulary) {
    Matcher rule = CLIP_RULE.matcher(fixture.get("lm_id_to_clip_id").asString());
    assertThat(rule.find()).as("the rule of CLIP's ids is another one").isTrue();
    long factor = Long.parseLong(rule.group(1));
    List<Long> mapped =
        ids(caption)
            .limit(Long.parseLong(rule.group(2)))
            .mapToObj(id -> 1 + factor * id % (vocabulary - 3))
            .toList();
    long[] tokens = new long[mapped.size() + 2];
    tokens[0] = vocabulary - 2;
    for (int i = 0; i < mapped.size(); i++) {
      tokens[i + 1] = mapped.get(i);
    }
    tokens[tokens.length - 1] = vocabulary - 1;
    return tokens;
  }

  private static LongStream ids(String caption) {
    return Arrays.stream(caption.split(" "))
        .filter(word -> !word.isEmpty())
        .mapToLong(Long::parseLong);
  }
}
