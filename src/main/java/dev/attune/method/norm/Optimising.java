package dev.attune.method.norm;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.attune.method.gradient.AdamW;
import dev.attune.method.gradient.Gradient;
import dev.attune.method.gradient.Optimiser;
import dev.attune.method.gradient.Sgd;
import dev.attune.method.options.Rate;
import dev.attune.model.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** Which optimiser moves the tensors. */
public record Optimising(
    @Schema(title = "Optimiser", description = "Adam, or gradient descent with momentum")
        Kind optimiser,
    @Schema(title = "Momentum of SGD", description = "what a step keeps of the last ones")
        @Rate(below = 1)
        double sgdMomentum,
    @Schema(title = "Nesterov", description = "whether SGD's steps look ahead") boolean nesterov) {

  /** AdamW. */
  static final Optimising ADAM = new Optimising(Kind.ADAM, 0, false);

  /** Kinds of optimisers. */
  public enum Kind {
    @JsonProperty("adam")
    ADAM,
    @JsonProperty("sgd")
    SGD
  }

  Optimiser of(NDManager manager, List<Parameter> parameters) {
    return optimiser == Kind.ADAM
        ? new AdamW(manager, parameters, Gradient.EPS)
        : new Sgd(manager, parameters, sgdMomentum, nesterov);
  }
}
