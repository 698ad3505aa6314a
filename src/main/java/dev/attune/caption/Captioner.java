package dev.attune.caption;

import ai.djl.ndarray.NDArray;
import dev.attune.encoder.Encoder;
import dev.attune.model.caption.CaptionText;
import dev.attune.model.caption.MappingConfig;
import dev.attune.model.caption.MappingNetwork;
import dev.attune.model.lm.BeamSearch;
import dev.attune.model.lm.CausalLm;
import dev.attune.model.lm.Decoding;
import java.util.List;

/**
 * Captions pictures: an encoder's embedding, through the mapping network, becomes the prefix from
 * which the language model goes on (ClipCap, and CapDec alike; ALGORITHMS 4, Captioning).
 *
 * @param clip the encoder whose embeddings the mapping network was trained on
 * @param maxNewTokens most tokens of a caption
 */
public record Captioner(
    Encoder clip, MappingNetwork mapping, CausalLm lm, CaptionText text, int maxNewTokens) {

  /**
   * Checks that the parts fit.
   *
   * @throws IllegalArgumentException that says which do not, and why
   */
  public Captioner {
    MappingConfig config = mapping.config();
    if (config.embedDim() != clip.embedDim()) {
      throw new IllegalArgumentException(
          "the mapping network takes embeddings of size %d, CLIP's have %d"
              .formatted(config.embedDim(), clip.embedDim()));
    }
    if (config.width() != lm.config().embedding()) {
      throw new IllegalArgumentException(
          "the mapping network makes prefixes of width %d, the language model has %d"
              .formatted(config.width(), lm.config().embedding()));
    }
    lm.checkLength(config.prefixLength() + 1L + maxNewTokens);
  }

  /**
   * The best captions of one prefix.
   *
   * @param prefix (P, W)
   * @param beams of the search
   * @param returns how many captions
   * @return stripped texts, best first; some may be empty, or alike
   */
  public List<String> captions(NDArray prefix, int beams, int returns) {
    Decoding decoding =
        Decoding.captions(beams, returns, maxNewTokens, text.startToken(), text.endToken());
    return BeamSearch.generate(lm, prefix, decoding).stream()
        .map(generated -> text.decode(generated.tokens()))
        .toList();
  }
}
