package dev.attune.web;

import dev.attune.settings.AttuneProperties;
import java.net.InetAddress;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.stereotype.Component;

/**
 * Attune is open to all who reach it without credentials, so it lets only this machine reach it.
 */
@Component
class BindAddressRule {

  BindAddressRule(AttuneProperties properties, ServerProperties server) {
    InetAddress address = server.getAddress();
    boolean loopback = address != null && address.isLoopbackAddress();
    if (!loopback && !properties.security().enabled()) {
      throw new UnsafeAddressException(
          address == null ? "every address" : address.getHostAddress());
    }
  }

  /** The process would be open to others. */
  static final class UnsafeAddressException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsafeAddressException(String address) {
      super("Attune would listen on %s without credentials.".formatted(address));
    }
  }
}
