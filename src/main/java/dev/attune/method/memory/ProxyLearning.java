package dev.attune.method.memory;

import dev.attune.method.options.Rate;
import dev.attune.method.options.Share;
import io.swagger.v3.oas.annotations.media.Schema;

/** How OnZeta learns. */
public record ProxyLearning(
    @Schema(
            title = "Balance (alpha)",
            description = "share of the stream that each class gets at least, times the classes")
        @Rate
        double alpha,
    @Schema(
            title = "Proxies' weight (beta)",
            description = "of the proxies' labels at the stream's end; it grows by the root")
        @Rate
        double beta,
    @Schema(title = "Text temperature", description = "of the cosines with the texts") @Share
        double tauT,
    @Schema(title = "Image temperature", description = "of the cosines with the proxies") @Share
        double tauI,
    @Schema(title = "Proxies' rate (c_w)", description = "of the first step; it falls by the root")
        @Rate
        double cw,
    @Schema(title = "Balance rate (c_r)", description = "of the first step; it falls by the root")
        @Rate
        double cr) {

  /** The authors' for ImageNet. */
  public static final ProxyLearning PAPERS = new ProxyLearning(1, 0.8, 0.01, 0.04, 0.5, 20);
}
