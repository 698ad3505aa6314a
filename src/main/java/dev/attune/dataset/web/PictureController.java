package dev.attune.dataset.web;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.PictureDataset;
import dev.attune.vision.RgbImage;
import dev.attune.vision.decode.PictureException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import javax.imageio.ImageIO;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.server.ResponseStatusException;

/** The pictures of data sets. */
@Controller
class PictureController {
  private final DatasetCatalog datasets;

  PictureController(DatasetCatalog datasets) {
    this.datasets = datasets;
  }

  /** A sample's picture, as the data set gives it. */
  @GetMapping("/datasets/{name}/samples/{index}.png")
  @org.jspecify.annotations.Nullable
  ResponseEntity<byte[]> picture(
      @PathVariable String name, @PathVariable int index, WebRequest request) throws IOException {
    PictureDataset set = open(name);
    if (index < 0 || index >= set.size()) {
      throw new ResponseStatusException(
          HttpStatus.NOT_FOUND, "The data set %s has no sample %d.".formatted(name, index));
    }
    // A browser asks again each time: a set of the same name may have other pictures now.
    if (request.checkNotModified('"' + set.fingerprint() + "-" + index + '"')) {
      return null;
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(load(set, index).toBufferedImage(), "png", png);
    return ResponseEntity.ok()
        .contentType(MediaType.IMAGE_PNG)
        .cacheControl(CacheControl.maxAge(Duration.ZERO).cachePrivate().mustRevalidate())
        .body(png.toByteArray());
  }

  /** A broken picture of a registered set is none that could be shown. */
  private static RgbImage load(PictureDataset set, int index) {
    try {
      return set.picture(index);
    } catch (PictureException e) {
      throw new ResponseStatusException(
          HttpStatus.NOT_FOUND, "Sample %d of %s cannot be read.".formatted(index, set.name()), e);
    }
  }

  private PictureDataset open(String name) {
    return datasets
        .find(name)
        .map(info -> datasets.pictures(info.name()))
        .orElseThrow(() -> DatasetController.notFound(name));
  }
}
