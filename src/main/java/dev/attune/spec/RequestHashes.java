package dev.attune.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.attune.digest.Sha256;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.JsonNodeFeature;

/** By what a request that comes a second time is known again. */
public final class RequestHashes {
  /** The order in which somebody gives values makes no other request of it. */
  private static final ObjectWriter SORTED =
      OptionJson.MAPPER
          .rebuild()
          .addMixIn(ExperimentRequest.class, Later.class)
          .build()
          .writer()
          .with(JsonNodeFeature.WRITE_PROPERTIES_SORTED);

  /** What earlier versions did not have, and did not write as null. */
  private interface Later {
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Nullable String sample();

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Nullable String order();

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Nullable Long orderSeed();

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Nullable Integer orders();

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Nullable String settings();
  }

  private RequestHashes() {}

  /** The hash that is kept, and after it those under which earlier versions may have kept it. */
  public static List<String> of(ExperimentRequest request) {
    List<String> hashes = new ArrayList<>();
    hashes.add(Sha256.of(SORTED.writeValueAsString(request)));
    String version1 = Version1.request(request);
    if (version1 != null) {
      hashes.add(Sha256.of(version1));
    }
    return hashes;
  }
}
