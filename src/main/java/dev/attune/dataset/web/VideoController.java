package dev.attune.dataset.web;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.dataset.VideoDataset;
import dev.attune.settings.AttuneProperties;
import dev.attune.vision.RgbImage;
import dev.attune.vision.decode.PictureException;
import dev.attune.vision.video.FrameSampling;
import dev.attune.vision.video.Previews;
import dev.attune.vision.video.SampledVideo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;

/** The videos of data sets, by their sampled frames: as a small WebM, and beside each other. */
@Controller
class VideoController {
  private static final MediaType WEBM = MediaType.parseMediaType("video/webm");

  private final DatasetCatalog datasets;
  private final Previews previews;

  VideoController(DatasetCatalog datasets, AttuneProperties properties) {
    this.datasets = datasets;
    previews =
        new Previews(
            properties.home().resolve("cache").resolve("previews"),
            properties.videos().maxCache().toBytes());
  }

  /** Plays a sample's frames; a part of it can be asked for by {@code Range}. */
  @GetMapping("/datasets/{name}/samples/{index}.webm")
  ResponseEntity<Resource> player(@PathVariable String name, @PathVariable int index)
      throws IOException {
    return answer(name, index, WEBM, previews::player);
  }

  /** A sample's frames beside each other, from first to last. */
  @GetMapping("/datasets/{name}/samples/{index}/strip.png")
  ResponseEntity<Resource> strip(@PathVariable String name, @PathVariable int index)
      throws IOException {
    return answer(name, index, MediaType.IMAGE_PNG, previews::strip);
  }

  /** Makes a preview, or finds it. */
  private interface Making {
    Path of(String key, Function<UnaryOperator<RgbImage>, SampledVideo> frames) throws IOException;
  }

  private ResponseEntity<Resource> answer(String name, int index, MediaType type, Making making)
      throws IOException {
    VideoDataset set =
        datasets
            .find(name)
            .filter(info -> info.modality() == DatasetInfo.Modality.VIDEOS)
            .map(info -> datasets.videos(info.name()))
            .orElseThrow(
                () ->
                    new ResponseStatusException(
                        HttpStatus.NOT_FOUND,
                        "No data set of videos is called %s.".formatted(name)));
    if (index < 0 || index >= set.size()) {
      throw new ResponseStatusException(
          HttpStatus.NOT_FOUND, "The data set %s has no sample %d.".formatted(name, index));
    }
    FrameSampling sampling = set.sampling();
    try {
      Path file =
          making.of(
              "%s\n%s".formatted(set.content(index), sampling),
              each -> set.frames(index, sampling, sampling::of, each));
      return ResponseEntity.ok()
          .contentType(type)
          .eTag('"' + String.valueOf(file.getFileName()) + '"')
          .cacheControl(CacheControl.maxAge(Duration.ZERO).cachePrivate().mustRevalidate())
          .body(new FileSystemResource(file));
    } catch (PictureException e) {
      throw new ResponseStatusException(
          HttpStatus.NOT_FOUND, "Sample %d of %s cannot be read.".formatted(index, name), e);
    }
  }
}
