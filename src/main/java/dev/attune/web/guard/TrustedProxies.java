package dev.attune.web.guard;

import dev.attune.settings.HttpProperties;
import dev.attune.settings.SettingException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.catalina.util.NetMaskSet;
import org.springframework.stereotype.Component;

/** The proxies whose word about a sender counts: without a setting there are none. */
@Component
public final class TrustedProxies {
  private final List<String> networks;
  private final NetMaskSet masks = new NetMaskSet();

  TrustedProxies(HttpProperties http) {
    networks = http.trustedProxies().stream().map(TrustedProxies::network).toList();
    for (String network : networks) {
      try {
        masks.add(network);
      } catch (IllegalArgumentException e) {
        throw unreadable(network);
      }
    }
  }

  /** An address is the smallest network: Tomcat takes what has no slash for a pattern. */
  private static String network(String given) {
    if (!given.matches("[0-9a-fA-F.:]+(/\\d{1,3})?")) {
      throw unreadable(given);
    }
    return given.contains("/") ? given : given + (given.contains(":") ? "/128" : "/32");
  }

  private static SettingException unreadable(String given) {
    return new SettingException(
        "The trusted proxy %s is neither an address nor a network.".formatted(given),
        "Set attune.http.trusted-proxies (ATTUNE_HTTP_TRUSTEDPROXIES) to addresses such as"
            + " 192.0.2.7 and networks such as 10.0.0.0/8, separated by commas.");
  }

  boolean contains(InetAddress address) {
    return masks.contains(address);
  }

  /**
   * As above.
   *
   * @param address as the request has it
   */
  public boolean contains(String address) {
    try {
      return address.matches("[0-9a-fA-F.:]+(%.*)?") && masks.contains(address);
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** As Tomcat reads them. */
  String list() {
    return networks.stream().collect(Collectors.joining(","));
  }
}
