package dev.attune.metric;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The median over all queries of the best rank of a right answer, where 1 is the best. Of an even
 * number the middle two are averaged.
 *
 * @param ranks see {@link Recall}
 */
public record MedianRank(String ranks) implements Metric {

  @Override
  public Statistic on(ScoreTable table) {
    List<double[]> columns = Queries.columns(table, ranks);
    int rows = table.size();
    int[] order =
        IntStream.range(0, rows * columns.size())
            .filter(q -> columns.get(q / rows)[q % rows] >= 0)
            .boxed()
            .sorted(Comparator.comparingDouble(q -> columns.get(q / rows)[q % rows]))
            .mapToInt(q -> q)
            .toArray();
    int[] rowOf = new int[order.length];
    double[] sorted = new double[order.length];
    for (int i = 0; i < order.length; i++) {
      rowOf[i] = order[i] % rows;
      sorted[i] = columns.get(order[i] / rows)[rowOf[i]] + 1;
    }
    return weights -> {
      long queries = 0;
      for (int row : rowOf) {
        queries += weights[row];
      }
      long lower = (queries - 1) / 2;
      long upper = queries / 2;
      double sum = 0;
      long seen = 0;
      for (int i = 0; i < sorted.length; i++) {
        long next = seen + weights[rowOf[i]];
        sum += seen <= lower && lower < next ? sorted[i] : 0;
        sum += seen <= upper && upper < next ? sorted[i] : 0;
        seen = next;
      }
      return sum / 2;
    };
  }
}
