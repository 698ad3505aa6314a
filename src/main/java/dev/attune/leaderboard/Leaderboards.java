package dev.attune.leaderboard;

import java.util.List;
import java.util.Optional;

/** Completed runs, ranked per data set. */
public interface Leaderboards {

  /** Those that have a run, by task and data set. */
  List<LeaderboardSummary> list();

  /**
   * A data set's leaderboard, without rows when nothing has completed; empty for an unknown set.
   */
  Optional<Leaderboard> find(String task, String dataset);
}
