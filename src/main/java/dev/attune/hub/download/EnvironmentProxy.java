package dev.attune.hub.download;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the proxy in {@code https_proxy}, {@code http_proxy} and {@code no_proxy} (capitals count
 * too), as other command-line programs do. Where none is named, Java's own settings ({@code
 * -Dhttps.proxyHost}) hold.
 */
public final class EnvironmentProxy extends ProxySelector {
  private final Map<String, String> environment;
  private final @Nullable ProxySelector otherwise;

  /** A selector over {@link System#getenv()} or a stand-in. */
  public EnvironmentProxy(Map<String, String> environment) {
    this.environment = environment;
    this.otherwise = ProxySelector.getDefault();
  }

  @Override
  public List<Proxy> select(URI uri) {
    Optional<String> setting = variable(uri.getScheme() + "_proxy");
    if (setting.isEmpty()) {
      return otherwise == null ? List.of(Proxy.NO_PROXY) : otherwise.select(uri);
    }
    if (exempt(uri.getHost())) {
      return List.of(Proxy.NO_PROXY);
    }
    return List.of(new Proxy(Proxy.Type.HTTP, address(uri.getScheme(), setting.get())));
  }

  private Optional<String> variable(String name) {
    String value = environment.get(name);
    if (value == null) {
      value = environment.get(name.toUpperCase(Locale.ROOT));
    }
    return Optional.ofNullable(value).map(String::strip).filter(v -> !v.isEmpty());
  }

  private boolean exempt(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    for (String entry : variable("no_proxy").orElse("").toLowerCase(Locale.ROOT).split(",")) {
      String domain = entry.strip().replaceFirst("^\\*?\\.", "");
      boolean within = name.equals(domain) || name.endsWith("." + domain);
      if (domain.equals("*") || (!domain.isEmpty() && within)) {
        return true;
      }
    }
    return false;
  }

  private static InetSocketAddress address(String scheme, String value) {
    try {
      URI proxy = URI.create(value.contains("://") ? value : "http://" + value);
      if (proxy.getHost() != null) {
        return new InetSocketAddress(proxy.getHost(), proxy.getPort() < 0 ? 80 : proxy.getPort());
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(scheme + "_proxy is not the address of a proxy", e);
    }
    throw new IllegalArgumentException(scheme + "_proxy is not the address of a proxy");
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException e) {
    // the one who asked gets the same exception
  }
}
