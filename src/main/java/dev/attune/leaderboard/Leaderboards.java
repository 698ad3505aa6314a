package dev.attune.leaderboard;

import java.util.List;
import java.util.Optional;

/** Completed runs, ranked per data set. */
public interface Leaderboards {

  /** Those that have a run, by task and data set. */
  List<LeaderboardSummary> list();

  /**
   * A page of a data set's leaderboard, without rows when nothing has completed; empty for an
   * unknown set.
   *
   * @param page from 0
   * @param size 1 to 200
   */
  Optional<Leaderboard> find(String task, String dataset, int page, int size);
}
