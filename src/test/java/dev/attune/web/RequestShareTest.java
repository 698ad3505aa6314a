package dev.attune.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.FilterChain;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class RequestShareTest {
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  private final RequestShare share = new RequestShare();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void stop() {
    end.countDown();
    threads.shutdownNow();
  }

  private CompletableFuture<Void> ask(String method, String path, FilterChain chain) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            share.doFilter(
                new MockHttpServletRequest(method, path), new MockHttpServletResponse(), chain);
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        },
        threads);
  }

  private List<CompletableFuture<Void>> takeAllCores() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(CORES);
    List<CompletableFuture<Void>> made = new ArrayList<>();
    for (int i = 0; i < CORES; i++) {
      made.add(
          ask(
              "GET",
              "/experiments",
              (request, response) -> {
                begun.countDown();
                try {
                  end.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }));
    }
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    return made;
  }

  @Test
  void onePageMoreWaitsForOneThatIsDone() throws Exception {
    List<CompletableFuture<Void>> made = takeAllCores();
    CompletableFuture<Void> more = ask("GET", "/datasets", (request, response) -> {});
    Thread.sleep(100);
    assertThat(more).isNotDone();
    end.countDown();
    more.get(10, TimeUnit.SECONDS);
    CompletableFuture.allOf(made.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
  }

  @Test
  void slowReadersKeepNobodyOut() throws Exception {
    takeAllCores();
    ask("GET", "/datasets", (request, response) -> {}).get(10, TimeUnit.SECONDS);
    assertThat(end.getCount()).isOne();
  }

  @Test
  void whatIsNoPageDoesNotWait() throws Exception {
    takeAllCores();
    long from = System.nanoTime();
    ask("POST", "/experiments/new", (request, response) -> {}).get(10, TimeUnit.SECONDS);
    ask("GET", "/experiments/1/export.csv", (request, response) -> {}).get(10, TimeUnit.SECONDS);
    ask("GET", "/actuator/health", (request, response) -> {}).get(10, TimeUnit.SECONDS);
    ask("GET", "/playground/1", (request, response) -> {}).get(10, TimeUnit.SECONDS);
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from)).isLessThan(450);
  }
}
