package dev.attune.spec;

import dev.attune.digest.Sha256;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.JsonNodeFeature;

/** By what a request that comes a second time is known again. */
public final class RequestHashes {
  /** The order in which somebody gives values makes no other request of it. */
  private static final ObjectWriter SORTED =
      OptionJson.MAPPER.writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED);

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
