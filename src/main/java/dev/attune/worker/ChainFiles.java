package dev.attune.worker;

import dev.attune.settings.AttuneProperties;
import dev.attune.task.Chain;
import dev.attune.task.TaskException;
import dev.attune.task.TaskRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps what a run learns from sample to sample in the cache, from one shard to the next: one file
 * an experiment, written after the shard's results. Its state is never ahead of them.
 */
@Component
class ChainFiles {
  private static final Logger log = LoggerFactory.getLogger(ChainFiles.class);

  private final Path folder;

  ChainFiles(AttuneProperties properties) {
    folder = properties.home().resolve("cache").resolve("chains");
  }

  /**
   * Brings a run to the beginning of a shard, or as close before it as a file helps.
   *
   * @return the sample to run next, at most the shard's first
   */
  int open(ShardWork work, TaskRun run) {
    Chain chain = run.chain().orElse(null);
    if (chain == null || chain.next() == work.from()) {
      return work.from();
    }
    chain.restart();
    Path file = file(work.id());
    if (work.from() > 0 && Files.isRegularFile(file)) {
      try {
        chain.load(file);
      } catch (TaskException e) {
        log.warn("The state of {} cannot be used, its samples are run again", work.id(), e);
        chain.restart();
      }
      if (chain.next() > work.from()) {
        chain.restart();
      }
    }
    return chain.next();
  }

  /**
   * Writes down where a run stands, when it stands behind all that is written.
   *
   * @param reached one past the last sample that is written
   * @param over whether nobody will go on
   * @return whether there is a file now
   */
  boolean close(ShardWork work, TaskRun run, int reached, boolean over) throws IOException {
    Chain chain = run.chain().orElse(null);
    if (chain == null) {
      return false;
    }
    if (over) {
      Files.deleteIfExists(file(work.id()));
    } else if (chain.next() == reached) {
      Files.createDirectories(folder);
      chain.save(file(work.id()));
    }
    return !over;
  }

  /** Deletes the file of an experiment that was stopped, if it has one. */
  void forget(ShardId id) {
    try {
      Files.deleteIfExists(file(id));
    } catch (IOException e) {
      log.warn("The state of {} is in the way of nobody, but stays", id, e);
    }
  }

  private Path file(ShardId id) {
    return folder.resolve(id.experimentId() + ".safetensors");
  }
}
