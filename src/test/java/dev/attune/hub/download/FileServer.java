package dev.attune.hub.download;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves files on this machine, with a conditional range for each, and misbehaves on request. */
public final class FileServer implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-");

  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private volatile Behaviour behaviour = (exchange, attempt) -> false;
  private volatile int cutAfter = Integer.MAX_VALUE;
  private volatile boolean ranges = true;
  private volatile long pauseMillis;
  private volatile String tag = "\"v1\"";

  /** May answer instead of the server. */
  @FunctionalInterface
  public interface Behaviour {
    boolean answers(HttpExchange exchange, int attempt) throws IOException;
  }

  public FileServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public URI url(String name) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + name);
  }

  public InetSocketAddress address() {
    return server.getAddress();
  }

  public void put(String name, byte[] bytes) {
    files.put("/" + name, bytes);
  }

  /** The range of each request, or {@code all}, in order. */
  public List<String> requests() {
    return requests;
  }

  public void behave(Behaviour next) {
    behaviour = next;
  }

  /** Hangs up after so many bytes of a body. */
  public void cutAfter(int bytes) {
    cutAfter = bytes;
  }

  public void withoutRanges() {
    ranges = false;
  }

  /** Waits before each block of 8 KiB. */
  public void slow(long millis) {
    pauseMillis = millis;
  }

  public void version(String next) {
    tag = next;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    requests.add(range == null ? "all" : range);
    try (exchange) {
      if (behaviour.answers(exchange, requests.size())) {
        return;
      }
      byte[] bytes = files.get(exchange.getRequestURI().getPath());
      if (bytes == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      send(exchange, range, bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(HttpExchange exchange, String range, byte[] bytes)
      throws IOException, InterruptedException {
    int start = 0;
    exchange.getResponseHeaders().set("ETag", tag);
    Matcher wanted = RANGE.matcher(range == null ? "" : range);
    boolean same = tag.equals(exchange.getRequestHeaders().getFirst("If-Range"));
    if (ranges && wanted.matches() && same) {
      start = Integer.parseInt(wanted.group(1));
      if (start >= bytes.length) {
        exchange.getResponseHeaders().set("Content-Range", "bytes */" + bytes.length);
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(start, bytes.length - 1, bytes.length));
      exchange.sendResponseHeaders(206, bytes.length - start);
    } else {
      exchange.sendResponseHeaders(200, bytes.length);
    }
    OutputStream body = exchange.getResponseBody();
    int end = (int) Math.min(bytes.length, (long) start + cutAfter);
    for (int from = start; from < end; from += 8192) {
      if (pauseMillis > 0) {
        Thread.sleep(pauseMillis);
      }
      body.write(Arrays.copyOfRange(bytes, from, Math.min(end, from + 8192)));
      body.flush();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** Bytes that differ from place to place. */
  public static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new java.util.Random(1).nextBytes(bytes);
    return bytes;
  }
}
