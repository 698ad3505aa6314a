package dev.attune.dataset.web;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.dataset.PictureDataset;
import dev.attune.task.Tasks;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The data sets, and one of them with its pictures. */
@Controller
@RequestMapping("/datasets")
class DatasetPages {
  private static final int SIZE = 48;

  private final DatasetCatalog datasets;
  private final Tasks tasks;

  DatasetPages(DatasetCatalog datasets, Tasks tasks) {
    this.datasets = datasets;
    this.tasks = tasks;
  }

  @GetMapping
  String list(Model model) {
    model.addAttribute(
        "datasets", datasets.list().stream().map(i -> DatasetSummary.of(i, tasks)).toList());
    return "dataset/list";
  }

  @GetMapping("/{name}")
  String one(@PathVariable String name, @RequestParam(defaultValue = "0") int page, Model model) {
    DatasetInfo info = datasets.find(name).orElseThrow(() -> DatasetController.notFound(name));
    int pages = Math.max(1, (info.size() + SIZE - 1) / SIZE);
    int shown = Math.max(0, Math.min(page, pages - 1));
    model.addAttribute("dataset", DatasetSummary.of(info, tasks));
    model.addAttribute("page", shown);
    model.addAttribute("pages", pages);
    model.addAttribute("videos", info.modality() == DatasetInfo.Modality.VIDEOS);
    model.addAttribute("samples", samples(datasets.pictures(name), shown * SIZE));
    return "dataset/one";
  }

  private static List<Item> samples(PictureDataset set, int from) {
    return IntStream.range(from, Math.min(from + SIZE, set.size()))
        .mapToObj(i -> new Item(i, set.id(i), set.truth(i)))
        .toList();
  }

  /** A sample in words. */
  record Item(int index, String id, String label) {}
}
