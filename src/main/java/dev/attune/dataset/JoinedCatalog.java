package dev.attune.dataset;

import dev.attune.problem.UnknownNameException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Several catalogues as one; where two know a name the earlier one answers. */
public final class JoinedCatalog implements DatasetCatalog {
  private final List<DatasetCatalog> catalogs;

  public JoinedCatalog(DatasetCatalog... catalogs) {
    this.catalogs = List.of(catalogs);
  }

  @Override
  public List<DatasetInfo> list() {
    return catalogs.stream().flatMap(c -> c.list().stream()).toList();
  }

  @Override
  public Optional<DatasetInfo> find(String name) {
    return holders(name).findFirst().flatMap(c -> c.find(name));
  }

  @Override
  public PictureDataset pictures(String name) {
    return holders(name)
        .findFirst()
        .orElseThrow(() -> new UnknownNameException("no data set is called '" + name + "'"))
        .pictures(name);
  }

  private Stream<DatasetCatalog> holders(String name) {
    return catalogs.stream().filter(c -> c.find(name).isPresent());
  }
}
