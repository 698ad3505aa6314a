package dev.attune.web.guard;

import dev.attune.settings.HttpProperties;
import dev.attune.settings.SettingException;
import org.apache.catalina.Valve;
import org.apache.catalina.valves.RemoteIpValve;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties.ForwardHeadersStrategy;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/** Puts the guard into the server, and says to it which proxies are trusted. */
@Component
class GuardConfiguration
    implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {
  private final Limits limits;

  GuardConfiguration(HttpProperties http, TrustedProxies proxies, ServerProperties server) {
    if (server.getForwardHeadersStrategy() == ForwardHeadersStrategy.FRAMEWORK) {
      throw new SettingException(
          "With server.forward-headers-strategy=framework everybody's forwarded headers are believed.",
          "Leave it out, and set attune.http.trusted-proxies (ATTUNE_HTTP_TRUSTEDPROXIES).");
    }
    limits = new Limits(http, proxies);
  }

  @Override
  public int getOrder() {
    return LOWEST_PRECEDENCE; // the valve for forwarded headers is there by then
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.setProtocol(GuardedProtocol.class.getName());
    factory.addConnectorCustomizers(
        connector -> {
          if (connector.getProtocolHandler() instanceof GuardedProtocol protocol) {
            protocol.limit(limits);
          }
        });
    for (Valve valve : factory.getEngineValves()) {
      if (valve instanceof RemoteIpValve forwarded) {
        forwarded.setInternalProxies(limits.proxies().list());
      }
    }
  }
}
