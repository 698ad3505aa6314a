package dev.attune.bench;

import dev.attune.encoder.clip.ClipConfig;
import dev.attune.model.caption.CaptionText;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Captions whose words are OPT's token numbers: what a random model says has no letters. */
final class NumberText implements CaptionText {
  static final long START = 2;

  /** OPT's newline. */
  static final long END = 50118;

  private static final long PADDING = 1;

  @Override
  public long startToken() {
    return START;
  }

  @Override
  public long endToken() {
    return END;
  }

  @Override
  public long paddingToken() {
    return PADDING;
  }

  @Override
  public long[] encode(String caption) {
    return LongStream.concat(LongStream.of(START), words(caption)).toArray();
  }

  @Override
  public String decode(long[] tokens) {
    return Arrays.stream(tokens)
        .filter(t -> t != START && t != END)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(" "));
  }

  /** As many tokens for a judge as the caption has words, start and end token around them. */
  static long[] prompt(String caption, ClipConfig judge) {
    long end = judge.vocabSize() - 1L;
    LongStream words = words(caption).limit(judge.contextLength() - 2L).map(w -> w % (end - 1));
    return LongStream.concat(LongStream.concat(LongStream.of(end - 1), words), LongStream.of(end))
        .toArray();
  }

  private static LongStream words(String caption) {
    return caption.isEmpty()
        ? LongStream.empty()
        : Arrays.stream(caption.split(" ")).mapToLong(Long::parseLong);
  }
}
