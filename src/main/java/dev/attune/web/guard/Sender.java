package dev.attune.web.guard;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** One who sends, as far as an address tells. */
public final class Sender {
  private static final int PREFIX = 8; // bytes

  private Sender() {}

  /**
   * A name for everybody who may have this address.
   *
   * @param address as the request has it; what is none is its own name
   */
  public static String of(String address) {
    try {
      // with a colon it is no name, so nobody is asked for it
      return address.indexOf(':') < 0 ? address : of(InetAddress.getByName(address));
    } catch (UnknownHostException e) {
      return address;
    }
  }

  /** As above. Of IPv6 a sender has a network of 64 bits, and any number of addresses in it. */
  static String of(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, PREFIX, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes).getHostAddress() + "/64";
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // only for another length
    }
  }
}
