package dev.attune.hub.download;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToLongFunction;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Downloads files over HTTP. What has arrived of a file stays beside it when a download fails or is
 * cancelled, and the next one asks for the rest only, as long as the server still has that version
 * (RFC 9110, 13.1.5 and 14). Thread-safe, but for one target at a time.
 */
public final class FileDownload {
  private static final long POLL_MILLIS = 200;
  private static final long PROGRESS_BYTES = 1 << 20;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

  private final HttpClient client;
  private final DownloadLimits limits;
  private final ToLongFunction<Path> freeSpace;

  /**
   * A downloader.
   *
   * @param client follows redirects and knows the proxy
   * @param freeSpace bytes free where a path lies
   */
  public FileDownload(HttpClient client, DownloadLimits limits, ToLongFunction<Path> freeSpace) {
    this.client = client;
    this.limits = limits;
    this.freeSpace = freeSpace;
  }

  /** What one call downloads. */
  private record Job(
      URI url, Path target, PartialFile partial, long bytes, DownloadProgress progress) {
    String name() {
      return String.valueOf(target.getFileName());
    }
  }

  /**
   * Downloads a file.
   *
   * @param bytes its size, or -1 when it is unknown
   * @throws DownloadException when it cannot be had; what has arrived is kept where it is of use
   * @throws CancellationException when the progress says so; what has arrived is kept
   */
  public void fetch(URI url, Path target, long bytes, DownloadProgress progress)
      throws IOException, InterruptedException {
    Job job = new Job(url, target, new PartialFile(target), bytes, progress);
    int idle = 0;
    while (true) {
      long before = job.partial().size();
      try {
        attempt(job);
        job.partial().complete();
        return;
      } catch (TransientFailure e) {
        idle = job.partial().size() - before > PROGRESS_BYTES ? 1 : idle + 1;
        if (idle >= limits.attempts()) {
          throw gaveUp(job, e);
        }
        pause(limits.firstWait().multipliedBy(1L << (idle - 1)), e.serverWait(), progress);
      }
    }
  }

  private static DownloadException gaveUp(Job job, TransientFailure e) throws IOException {
    long kept = job.partial().size();
    return new DownloadException(
        "%s stopped at %d bytes: %s. %s"
            .formatted(
                job.name(),
                kept,
                e.getMessage(),
                kept > 0 ? "What has arrived is kept: try again to go on" : "Try again later"),
        e);
  }

  private void attempt(Job job) throws IOException, InterruptedException {
    long start = job.partial().size();
    Optional<String> validator = job.partial().validator(job.url());
    if (start > 0 && start == job.bytes() && validator.isPresent()) {
      return;
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(job.url()).timeout(limits.stall()).header("User-Agent", "attune");
    if (start > 0 && validator.isPresent()) {
      request.header("Range", "bytes=%d-".formatted(start)).header("If-Range", validator.get());
    }
    AtomicLong position = new AtomicLong(start);
    AtomicReference<@Nullable Answer> answer = new AtomicReference<>();
    CompletableFuture<HttpResponse<Long>> response =
        client.sendAsync(
            request.build(),
            info -> {
              Answer head = Answer.of(info);
              answer.set(head);
              return sink(job, head, position);
            });
    try {
      await(response, job, position, answer);
    } catch (ExecutionException e) {
      throw failure(job, e.getCause(), position.get());
    } finally {
      response.cancel(true);
    }
    check(job, Objects.requireNonNull(answer.get()), position.get());
  }

  private void await(
      CompletableFuture<HttpResponse<Long>> response,
      Job job,
      AtomicLong position,
      AtomicReference<@Nullable Answer> answer)
      throws ExecutionException, InterruptedException, TransientFailure {
    long last = -1;
    long since = System.nanoTime();
    while (true) {
      try {
        response.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
        job.progress().at(position.get(), position.get());
        return;
      } catch (TimeoutException e) {
        cancelIfAsked(job.progress());
      }
      long done = position.get();
      Answer head = answer.get();
      job.progress().at(done, job.bytes() >= 0 || head == null ? job.bytes() : head.total());
      if (done != last) {
        last = done;
        since = System.nanoTime();
      } else if (System.nanoTime() - since > limits.stall().toNanos()) {
        throw new TransientFailure(
            "nothing came for %d seconds".formatted(limits.stall().toSeconds()), Duration.ZERO);
      }
    }
  }

  /** Decides from the head of an answer whether its body is wanted, and where it goes. */
  private BodySubscriber<Long> sink(Job job, Answer answer, AtomicLong position) {
    try {
      if (answer.status() == 200) {
        job.partial().begin(job.url(), answer.validator());
        position.set(0);
      } else if (answer.status() != 206 || answer.start() != position.get()) {
        return FileSink.refuse(refused(job, answer));
      }
      long limit = job.bytes() >= 0 ? job.bytes() : limits.maxBytes();
      checkSize(job, answer, limit, position.get());
      return FileSink.open(job.partial().path(), position, limit);
    } catch (DownloadException e) {
      return FileSink.refuse(e);
    } catch (IOException e) {
      return FileSink.refuse(
          new DownloadException(
              "%s cannot be written: %s".formatted(job.name(), DownloadException.reason(e)), e));
    }
  }

  private void checkSize(Job job, Answer answer, long limit, long start) throws IOException {
    if (job.bytes() >= 0 && answer.total() >= 0 && answer.total() != job.bytes()) {
      job.partial().discard();
      throw new DownloadException(
          "%s has %d bytes at its source, not %d as expected"
              .formatted(job.name(), answer.total(), job.bytes()));
    }
    if (answer.total() > limit) {
      throw new DownloadException(
          "%s has %d bytes, and at most %d are taken".formatted(job.name(), answer.total(), limit));
    }
    long missing = Math.max(job.bytes(), answer.total()) - start;
    long free = freeSpace.applyAsLong(job.target());
    if (missing > free) {
      throw new DownloadException(
          "the disk is too full for %s: %d bytes are missing and %d are free"
              .formatted(job.name(), missing, free));
    }
  }

  private static IOException refused(Job job, Answer answer) throws IOException {
    if (answer.status() == 206 || answer.status() == 416) {
      job.partial().discard();
      return new TransientFailure("the server has another version of it now", Duration.ZERO);
    }
    String host = job.url().getHost();
    if (answer.busy()) {
      return new TransientFailure(
          "%s answered %d".formatted(host, answer.status()), answer.retryAfter());
    }
    if (answer.status() == 407) {
      return new DownloadException("the proxy asks for a name and a password");
    }
    return new DownloadException(
        "%s cannot be had: %s answered %d".formatted(job.name(), host, answer.status()));
  }

  private static IOException failure(Job job, @Nullable Throwable cause, long received) {
    if (cause instanceof DownloadException || cause instanceof TransientFailure) {
      return (IOException) cause;
    }
    String host = job.url().getHost();
    if (cause instanceof SSLException e) {
      return new DownloadException(
          "no secure connection to %s: %s".formatted(host, e.getMessage()), e);
    }
    if (cause instanceof IOException e) {
      boolean unreachable =
          e instanceof ConnectException || e instanceof HttpConnectTimeoutException;
      if (unreachable && received == 0) {
        return new DownloadException(
            "%s cannot be reached: there is no network, or a proxy is needed (set HTTPS_PROXY)."
                    .formatted(host)
                + " Models can also be imported from a folder",
            e);
      }
      return new TransientFailure("the connection broke (" + DownloadException.reason(e) + ")", e);
    }
    return new DownloadException("%s cannot be had: %s".formatted(job.name(), cause));
  }

  /** A server that says nothing of the size may have hung up early. */
  private static void check(Job job, Answer answer, long length) throws TransientFailure {
    long expected = job.bytes() >= 0 ? job.bytes() : answer.total();
    if (expected >= 0 && length < expected) {
      throw new TransientFailure("%d of %d bytes came".formatted(length, expected), Duration.ZERO);
    }
  }

  private static void pause(Duration own, Duration servers, DownloadProgress progress)
      throws InterruptedException {
    Duration wait = own.compareTo(servers) > 0 ? own : servers;
    wait = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    long end = System.nanoTime() + wait.toNanos();
    while (System.nanoTime() < end) {
      cancelIfAsked(progress);
      Thread.sleep(Math.min(POLL_MILLIS, Math.max(1, (end - System.nanoTime()) / 1_000_000)));
    }
    cancelIfAsked(progress);
  }

  private static void cancelIfAsked(DownloadProgress progress) {
    if (progress.cancelled()) {
      throw new CancellationException("the download was cancelled");
    }
  }
}
