package dev.attune.web.guard;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes so many connections of an address and no more, and reads from each at a {@link Pace}.
 * Tomcat's own time-outs begin anew with each byte, so that 250 connections which send one now and
 * then held all its threads.
 */
final class GuardedEndpoint extends NioEndpoint {
  private static final Logger log = LoggerFactory.getLogger(GuardedEndpoint.class);

  private final Seldom told = new Seldom();
  private @Nullable Limits limits; // Tomcat makes the endpoint before they are known

  void limit(Limits given) {
    limits = given;
  }

  private Limits limits() {
    return Objects.requireNonNull(limits, "the server's limits");
  }

  @Override
  protected boolean setSocketOptions(SocketChannel socket) {
    String sender = sender(socket);
    if (sender != null && isFull(sender)) {
      if (told.again()) {
        log.warn(
            "{} has {} connections: more are closed.", sender, limits().http().maxConnections());
      }
      destroySocket(socket);
      return false;
    }
    return super.setSocketOptions(socket);
  }

  private boolean isFull(String sender) {
    return connections.keySet().stream().filter(c -> sender.equals(sender(c))).count()
        >= limits().http().maxConnections();
  }

  /** Null for a trusted proxy, which connects for many, and for who has gone again. */
  private @Nullable String sender(SocketChannel socket) {
    try {
      return socket.getRemoteAddress() instanceof InetSocketAddress from
              && !limits().proxies().contains(from.getAddress())
          ? Sender.of(from.getAddress())
          : null;
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  protected NioChannel createChannel(SocketBufferHandler buffers) {
    Pace pace = limits().pace();
    return isSSLEnabled()
        ? new SecureNioChannel(buffers, this) {
          @Override
          public void reset(SocketChannel channel, NioSocketWrapper wrapper) throws IOException {
            pace.restart();
            super.reset(channel, wrapper);
          }

          @Override
          public int read(ByteBuffer into) throws IOException {
            return pace.read(super.read(into));
          }

          @Override
          public int write(ByteBuffer from) throws IOException {
            pace.restart();
            return super.write(from);
          }
        }
        : new NioChannel(buffers) {
          @Override
          public void reset(SocketChannel channel, NioSocketWrapper wrapper) throws IOException {
            pace.restart();
            super.reset(channel, wrapper);
          }

          @Override
          public int read(ByteBuffer into) throws IOException {
            return pace.read(super.read(into));
          }

          @Override
          public int write(ByteBuffer from) throws IOException {
            pace.restart();
            return super.write(from);
          }
        };
  }
}
