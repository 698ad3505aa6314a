package dev.attune.hub.download;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Writes a response's body to the end of a file. */
final class FileSink implements BodySubscriber<Long> {
  private final CompletableFuture<Long> length = new CompletableFuture<>();
  private final FileChannel file;
  private final AtomicLong position;
  private final long limit;
  private @Nullable Subscription subscription;

  private FileSink(FileChannel file, AtomicLong position, long limit) {
    this.file = file;
    this.position = position;
    this.limit = limit;
  }

  /**
   * A sink.
   *
   * @param position where the body belongs in the file; moves with every byte written
   * @param limit most bytes the whole file may have
   */
  static FileSink open(Path path, AtomicLong position, long limit) throws IOException {
    FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      file.truncate(position.get()).position(position.get());
    } catch (IOException e) {
      file.close();
      throw e;
    }
    return new FileSink(file, position, limit);
  }

  /** A subscriber that wants no byte of the body and fails at once. */
  static BodySubscriber<Long> refuse(IOException reason) {
    return new BodySubscriber<>() {
      @Override
      public CompletionStage<Long> getBody() {
        return CompletableFuture.failedStage(reason);
      }

      @Override
      public void onSubscribe(Subscription subscription) {
        subscription.cancel();
      }

      @Override
      public void onNext(List<ByteBuffer> item) {}

      @Override
      public void onError(Throwable throwable) {}

      @Override
      public void onComplete() {}
    };
  }

  @Override
  public CompletionStage<Long> getBody() {
    return length;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    this.subscription = subscription;
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> item) {
    if (length.isDone()) {
      return;
    }
    try {
      for (ByteBuffer buffer : item) {
        if (position.get() + buffer.remaining() > limit) {
          throw new DownloadException("the server sends more than %d bytes".formatted(limit));
        }
        while (buffer.hasRemaining()) {
          position.addAndGet(file.write(buffer));
        }
      }
    } catch (DownloadException e) {
      stop(e);
    } catch (IOException e) {
      stop(new DownloadException("the file cannot be written: " + DownloadException.reason(e), e));
    }
  }

  private void stop(DownloadException reason) {
    if (subscription != null) {
      subscription.cancel();
    }
    onError(reason);
  }

  @Override
  public void onError(Throwable throwable) {
    try {
      file.close();
    } catch (IOException e) {
      throwable.addSuppressed(e);
    }
    length.completeExceptionally(throwable);
  }

  @Override
  public void onComplete() {
    try (file) {
      file.force(true);
    } catch (IOException e) {
      length.completeExceptionally(
          new DownloadException("the file cannot be written: " + DownloadException.reason(e), e));
      return;
    }
    length.complete(position.get());
  }
}
