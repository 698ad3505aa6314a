package dev.attune.spec;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
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
    hashes.add(sha256(SORTED.writeValueAsString(request)));
    String version1 = Version1.request(request);
    if (version1 != null) {
      hashes.add(sha256(version1));
    }
    return hashes;
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
