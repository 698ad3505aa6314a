package dev.attune.model.lm;

import ai.djl.ndarray.NDManager;
import dev.attune.weights.TensorSource;
import dev.attune.weights.Weights;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A language model's opened weights under Hugging Face's names, with its configuration. */
public record LmCheckpoint(TensorSource source, LmConfig config) implements AutoCloseable {
  /** The file with the configuration. */
  public static final String CONFIG = "config.json";

  private static final int MAX_CONFIG_BYTES = 1 << 20;

  /**
   * Joins weights and configuration; the weights are closed when that fails.
   *
   * @param config Hugging Face's {@code config.json}
   * @throws WeightsException when it is none, or of a model that is not computed here
   */
  public static LmCheckpoint open(TensorSource weights, InputStream config) throws IOException {
    try {
      byte[] json = config.readNBytes(MAX_CONFIG_BYTES);
      return new LmCheckpoint(weights, LmConfig.read(CONFIG, JsonMapper.shared().readTree(json)));
    } catch (JacksonException e) {
      weights.close();
      throw new WeightsException(CONFIG, "is not JSON, or truncated", e);
    } catch (IOException | RuntimeException e) {
      weights.close();
      throw e;
    }
  }

  /**
   * Checks names and shapes; no tensor is read.
   *
   * @throws WeightsException that lists what is wrong
   */
  public void check() {
    LmFamily.Names names = config.family().names();
    String root = names.root(source);
    Weights.check(source, names.shapes(config, root), names.ignored(config, root));
  }

  /**
   * Loads the model.
   *
   * @param manager owns its tensors
   * @throws WeightsException that lists names missing, left over, or of another shape
   */
  public CausalLm load(NDManager manager) {
    return CausalLm.load(source, config, manager);
  }

  @Override
  public void close() {
    source.close();
  }
}
