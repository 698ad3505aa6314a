package dev.attune.worker;

import dev.attune.settings.AttuneProperties;
import dev.attune.task.Chain;
import dev.attune.task.TaskException;
import dev.attune.task.TaskRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Brings what a run learned from sample to sample to the journal and back. It is kept with the
 * results, in one transaction, so that it is never ahead of them, and any worker goes on from it.
 */
@Component
class ChainStates {
  private static final Logger log = LoggerFactory.getLogger(ChainStates.class);

  private final ShardJournal journal;
  private final Path folder;

  ChainStates(ShardJournal journal, AttuneProperties properties) {
    this.journal = journal;
    folder = properties.home().resolve("cache").resolve("chains");
  }

  /**
   * Brings a run to the beginning of a shard, or as close before it as what is kept helps.
   *
   * @return the sample to run next, at most the shard's first
   */
  int open(ShardWork work, TaskRun run) throws IOException {
    Chain chain = run.chain().orElse(null);
    if (chain == null || (chain.first() == work.first() && chain.next() == work.from())) {
      return work.from();
    }
    chain.restart(work.first());
    Path file = file();
    try {
      if (journal.readState(work.id(), file)) { // also before the first: some may wait
        chain.load(file);
      }
    } catch (TaskException e) {
      log.warn("The state of {} cannot be used, its samples are run again", work.id(), e);
      chain.restart(work.first());
    } finally {
      Files.deleteIfExists(file);
    }
    if (chain.first() != work.first() || chain.next() > work.from()) {
      chain.restart(work.first());
    }
    return chain.next();
  }

  /**
   * One past the last sample whose result is there.
   *
   * @param from the shard's first
   * @param ran one past the last that was run: some may wait for others
   */
  int reached(TaskRun run, int from, int ran) {
    int next = run.chain().map(Chain::next).orElse(ran);
    return Math.max(from, Math.min(next, ran));
  }

  /**
   * Writes down where a run stands, when it stands after all that is written.
   *
   * @param reached one past the last sample that is written
   * @return a file that the caller deletes; null where there is nothing to keep
   */
  @Nullable Path save(TaskRun run, int reached) throws IOException {
    Chain chain = run.chain().orElse(null);
    if (chain == null || chain.next() != reached) {
      return null;
    }
    Path file = file();
    chain.save(file);
    if (Files.size(file) == 0) { // a training has nothing to keep before its first step
      Files.delete(file);
      return null;
    }
    return file;
  }

  private Path file() throws IOException {
    return Files.createTempFile(Files.createDirectories(folder), "state", ".safetensors");
  }
}
