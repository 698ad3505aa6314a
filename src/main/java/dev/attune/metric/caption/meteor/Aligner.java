package dev.attune.metric.caption.meteor;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among possible matches (Denkowski and Lavie, 2014, section 2): no word is matched twice;
 * as many words as possible are covered; with as few chunks, which are runs of matches in the same
 * order in both texts; at places as near to each other as possible. A beam search from the
 * reference's first word to its last.
 */
final class Aligner {
  private static final int BEAM = 40;

  private static final Comparator<Path> BETTER_FIRST =
      Comparator.<Path>comparingInt(path -> -path.weighted)
          .thenComparingInt(path -> path.chunks)
          .thenComparingInt(path -> -path.covered)
          .thenComparingInt(path -> path.distance);

  private Aligner() {}

  /**
   * The chosen matches and how many chunks they make up.
   *
   * @param matches in the order of the reference
   */
  record Alignment(List<WordMatch> matches, int chunks) {}

  /**
   * @param matches by the place in the reference where they start, one list for each word of it
   */
  static Alignment align(int candidateLength, List<List<WordMatch>> matches) {
    List<@Nullable WordMatch> certain = certain(candidateLength, matches);
    BitSet taken = new BitSet(candidateLength);
    BitSet takenInReference = new BitSet(matches.size());
    for (WordMatch match : certain) {
      if (match != null) {
        taken.set(match.candidateStart(), match.candidateEnd());
        takenInReference.set(match.referenceStart(), match.referenceEnd());
      }
    }
    List<Path> paths = List.of(Path.start(taken));
    for (int place = 0; place < matches.size(); place++) {
      List<Path> next = new ArrayList<>();
      for (Path path : paths) {
        WordMatch only = certain.get(place);
        if (path.place > place) {
          next.add(path);
        } else if (only != null) {
          next.add(path.with(only));
        } else {
          for (WordMatch match : matches.get(place)) {
            if (path.isFree(match) && isFree(takenInReference, match)) {
              next.add(path.with(match));
            }
          }
          next.add(path.skip());
        }
      }
      next.sort(BETTER_FIRST);
      paths = next.subList(0, Math.min(BEAM, next.size())).stream().map(Path::settled).toList();
    }
    Path best = paths.stream().map(Path::closed).min(BETTER_FIRST).orElseThrow();
    return new Alignment(best.matches(), best.chunks);
  }

  private static boolean isFree(BitSet takenInReference, WordMatch match) {
    int next = takenInReference.nextSetBit(match.referenceStart());
    return next < 0 || next >= match.referenceEnd();
  }

  /** Matches whose words could be matched in no other way, where there is one. */
  private static List<@Nullable WordMatch> certain(
      int candidateLength, List<List<WordMatch>> matches) {
    int[] inCandidate = new int[candidateLength];
    int[] inReference = new int[matches.size()];
    for (List<WordMatch> here : matches) {
      for (WordMatch match : here) {
        count(inCandidate, match.candidateStart(), match.candidateEnd());
        count(inReference, match.referenceStart(), match.referenceEnd());
      }
    }
    List<@Nullable WordMatch> certain = new ArrayList<>();
    for (List<WordMatch> here : matches) {
      WordMatch only = here.size() == 1 ? here.get(0) : null;
      certain.add(
          only != null
                  && allOne(inCandidate, only.candidateStart(), only.candidateEnd())
                  && allOne(inReference, only.referenceStart(), only.referenceEnd())
              ? only
              : null);
    }
    return certain;
  }

  private static void count(int[] counts, int from, int to) {
    for (int i = from; i < to; i++) {
      counts[i]++;
    }
  }

  private static boolean allOne(int[] counts, int from, int to) {
    for (int i = from; i < to; i++) {
      if (counts[i] != 1) {
        return false;
      }
    }
    return true;
  }

  /**
   * A part of an alignment.
   *
   * @param last what was chosen last, and after it the path it was added to
   * @param taken the candidate's words that are matched; those of {@code last} are added by {@link
   *     #settled} only, because most paths are dropped before
   * @param weighted the sum of {@link WordMatch#wholeWeight}
   * @param covered words matched in both texts
   * @param chunks that are over
   * @param place in the reference, of the next word
   * @param openEnd where the open chunk ends in the candidate, or -1
   */
  private record Path(
      @Nullable Path before,
      @Nullable WordMatch last,
      BitSet taken,
      int weighted,
      int covered,
      int chunks,
      int distance,
      int place,
      int openEnd) {

    static Path start(BitSet taken) {
      return new Path(null, null, taken, 0, 0, 0, 0, 0, -1);
    }

    boolean isFree(WordMatch match) {
      int next = taken.nextSetBit(match.candidateStart());
      return next < 0 || next >= match.candidateEnd();
    }

    Path with(WordMatch match) {
      boolean newChunk = openEnd >= 0 && match.candidateStart() != openEnd;
      return new Path(
          this,
          match,
          taken,
          weighted + match.wholeWeight(),
          covered + match.candidateLength() + match.referenceLength(),
          newChunk ? chunks + 1 : chunks,
          distance + Math.abs(match.candidateStart() - match.referenceStart()),
          match.referenceEnd(),
          match.candidateEnd());
    }

    Path skip() {
      Path closed = closed();
      return new Path(
          closed.before,
          closed.last,
          taken,
          weighted,
          covered,
          closed.chunks,
          distance,
          place + 1,
          -1);
    }

    Path closed() {
      return openEnd < 0
          ? this
          : new Path(before, last, taken, weighted, covered, chunks + 1, distance, place, -1);
    }

    Path settled() {
      if (last == null || taken.get(last.candidateStart())) {
        return this;
      }
      BitSet all = (BitSet) taken.clone();
      all.set(last.candidateStart(), last.candidateEnd());
      return new Path(before, last, all, weighted, covered, chunks, distance, place, openEnd);
    }

    List<WordMatch> matches() {
      List<WordMatch> matches = new ArrayList<>();
      for (Path path = this; path != null && path.last != null; path = path.before) {
        matches.add(0, path.last);
      }
      return matches;
    }
  }
}
