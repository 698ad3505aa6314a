package dev.attune.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.util.unit.DataSize;

/**
 * Addresses that take larger bodies than all others.
 *
 * @param addresses below the application's own
 * @param file the most of a file
 * @param part that holds it
 */
public record LargeBodies(Set<String> addresses, DataSize file, String part) {
  /** For what comes beside the file. */
  private static final long FIELDS = DataSize.ofMegabytes(1).toBytes();

  public LargeBodies {
    addresses = Set.copyOf(addresses);
  }

  /** Whether a request is for one of the addresses. */
  boolean takes(HttpServletRequest request) {
    String address = request.getRequestURI().substring(request.getContextPath().length());
    return addresses.contains(address);
  }

  /** The most of a whole body, in bytes. */
  long body() {
    return file.toBytes() + FIELDS;
  }
}
