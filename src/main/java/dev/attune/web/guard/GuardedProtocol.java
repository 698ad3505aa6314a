package dev.attune.web.guard;

import org.apache.coyote.http11.Http11NioProtocol;

/** HTTP/1.1 over a {@link GuardedEndpoint}. Tomcat makes it by its name. */
public final class GuardedProtocol extends Http11NioProtocol {
  private final GuardedEndpoint endpoint;

  public GuardedProtocol() {
    this(new GuardedEndpoint());
  }

  private GuardedProtocol(GuardedEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  void limit(Limits limits) {
    endpoint.limit(limits);
  }
}
