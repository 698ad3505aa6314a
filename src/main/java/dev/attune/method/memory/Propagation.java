package dev.attune.method.memory;

import dev.attune.method.options.Rate;
import dev.attune.method.options.Share;
import dev.attune.method.options.Whole;
import io.swagger.v3.oas.annotations.media.Schema;

/** How ECALP's labels spread. */
public record Propagation(
    @Schema(title = "Classes (k text)", description = "nearest classes of each picture")
        @Whole(min = 1)
        int textNeighbours,
    @Schema(title = "Pictures (k image)", description = "nearest pictures of each picture")
        @Whole(min = 1)
        int imageNeighbours,
    @Schema(title = "Gamma", description = "power of the similarity in an edge's weight") @Rate
        double gamma,
    @Schema(title = "Alpha", description = "what neighbours say beside what was carried, in (0, 1]")
        @Share
        double alpha,
    @Schema(title = "Iterations", description = "for each picture") @Whole(min = 1)
        int iterations) {

  /** The authors'. */
  public static final Propagation PAPERS = new Propagation(3, 8, 10, 1, 3);
}
