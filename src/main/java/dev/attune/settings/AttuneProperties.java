package dev.attune.settings;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * All settings of Attune. Each can be given as an environment variable: its name in capitals, with
 * underscores for the dots and without dashes.
 *
 * @param home {@code ATTUNE_HOME}: folder of models, data sets, caches and the embedded database
 * @param device {@code ATTUNE_DEVICE}: {@code auto} (a GPU where there is one), {@code cpu} or
 *     {@code gpu:0}
 * @param role {@code ATTUNE_ROLE}: what this process does
 * @param threads {@code ATTUNE_THREADS}: the engine's threads, 0 for its own choice
 * @param demo {@code ATTUNE_DEMO}: whether the demonstration suite is queued on an empty database
 * @param shardSize {@code ATTUNE_SHARDSIZE}: samples a shard, 0 for about 30 seconds of work
 */
@Validated
@ConfigurationProperties("attune")
public record AttuneProperties(
    @NotNull Path home,
    @DefaultValue("auto")
        @Pattern(regexp = "auto|cpu|gpu:\\d+", message = "must be auto, cpu or gpu:N")
        String device,
    @DefaultValue("all") Role role,
    @DefaultValue("0") @Min(0) @Max(1024) int threads,
    @DefaultValue("true") boolean demo,
    @DefaultValue("0") @Min(0) @Max(MAX_SHARD_SIZE) int shardSize,
    @DefaultValue @Valid Queue queue,
    @DefaultValue @Valid Uploads uploads,
    @DefaultValue @Valid Videos videos,
    @DefaultValue @Valid Security security,
    @DefaultValue Pytorch pytorch) {

  /** A shard's state is one value in the database, so it is kept small. */
  public static final int MAX_SHARD_SIZE = 1000;

  /** What a process does. */
  public enum Role {
    /** Serves and computes. */
    ALL,
    /** Serves and queues, computes no shard. */
    WEB,
    /** Computes shards; its pages and API answer too. */
    WORKER;

    public boolean computes() {
      return this != WEB;
    }
  }

  /**
   * How much may wait; beyond it the API answers 503.
   *
   * @param maxExperiments {@code ATTUNE_QUEUE_MAXEXPERIMENTS}: unfinished experiments
   * @param maxShards {@code ATTUNE_QUEUE_MAXSHARDS}: unfinished shards of all experiments together
   * @param maxUploads {@code ATTUNE_QUEUE_MAXUPLOADS}: work for people that waits for the engine in
   *     one process
   */
  public record Queue(
      @DefaultValue("200") @Min(1) int maxExperiments,
      @DefaultValue("20000") @Min(1) int maxShards,
      @DefaultValue("16") @Min(1) int maxUploads) {}

  /**
   * Pictures and videos that people bring.
   *
   * @param maxSize {@code ATTUNE_UPLOADS_MAXSIZE}: of a picture's file, such as 20MB
   * @param maxVideoSize {@code ATTUNE_UPLOADS_MAXVIDEOSIZE}: of a video's file, such as 200MB
   * @param keep {@code ATTUNE_UPLOADS_KEEP}: how long what came and its result can be seen again
   * @param maxKept {@code ATTUNE_UPLOADS_MAXKEPT}: results that are kept; the oldest go first
   */
  public record Uploads(
      @DefaultValue("20MB") DataSize maxSize,
      @DefaultValue("200MB") DataSize maxVideoSize,
      @DefaultValue("24h") Duration keep,
      @DefaultValue("500") @Min(1) int maxKept) {}

  /**
   * Videos of data sets.
   *
   * @param maxCache {@code ATTUNE_VIDEOS_MAXCACHE}: of all frames that are kept once they are
   *     decoded, such as 20GB; those that were not asked for longest go first
   */
  public record Videos(@DefaultValue("20GB") DataSize maxCache) {}

  /**
   * PyTorch's own libraries, in the place of those in the jar.
   *
   * @param libraries {@code ATTUNE_PYTORCH_LIBRARIES}: their folder, or the Python environment they
   *     are in; by default that of the active environment, where it has CUDA
   */
  public record Pytorch(@Nullable Path libraries) {

    public Pytorch {
      libraries = libraries == null ? null : Home.of(libraries.toString());
    }
  }

  /**
   * Who may do what. Without any of these everything is open, and the process listens on this
   * machine only.
   *
   * @param username {@code ATTUNE_SECURITY_USERNAME}: of the pages' login
   * @param password {@code ATTUNE_SECURITY_PASSWORD}: of the pages' login
   * @param tokens {@code ATTUNE_SECURITY_TOKENS}: bearer tokens for the API, separated by commas
   */
  public record Security(
      @DefaultValue("attune") String username,
      @Nullable String password,
      @DefaultValue({}) List<String> tokens) {

    public Security {
      password = password == null || password.isBlank() ? null : password;
      tokens = tokens.stream().filter(t -> !t.isBlank()).toList();
    }

    /** Whether a login or a token is asked for. */
    public boolean enabled() {
      return password != null || !tokens.isEmpty();
    }

    /** Hides the secrets, should the record be printed. */
    @Override
    public String toString() {
      return "Security[username=%s, enabled=%s]".formatted(username, enabled());
    }
  }
}
