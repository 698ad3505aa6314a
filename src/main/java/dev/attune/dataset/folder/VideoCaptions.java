package dev.attune.dataset.folder;

import dev.attune.weights.PlainPickle;
import dev.attune.weights.WeightsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The forms in which captions of videos are handed out. */
final class VideoCaptions {
  private static final Set<String> SENTENCE = Set.of("video_id", "caption");
  private static final Set<String> DESCRIPTION = Set.of("video", "description");
  private static final int LSMDC_COLUMNS = 6;

  private VideoCaptions() {}

  /** MSR-VTT: {@code {"sentences": [{"video_id", "caption"}]}}. */
  static CaptionSource sentences(Path json, VideoIds ids) {
    return visitor ->
        CaptionJson.readList(
            json,
            "sentences",
            "MSR-VTT's JSON",
            (file, i) -> {
              Map<String, String> s = file.values("a sentence of video_id and caption", SENTENCE);
              String id = s.getOrDefault("video_id", "");
              if (ids.contains(id)) {
                List<String> captions = List.of(s.getOrDefault("caption", ""));
                visitor.entry(entry(json, "sentence " + i, id, false, captions));
              }
            });
  }

  /** VATEX: {@code [{"videoID", "enCap": [..]}]}. */
  static CaptionSource vatex(Path json) {
    return visitor ->
        CaptionJson.read(
            json,
            file ->
                file.items(
                    "a list of videoID and enCap",
                    i -> {
                      String[] id = {""};
                      List<String> captions = new ArrayList<>();
                      file.fields(
                          "an object of videoID and enCap",
                          name -> {
                            if (name.equals("videoID")) {
                              id[0] = file.text();
                            } else if (name.equals("enCap")) {
                              captions.addAll(file.texts());
                            } else {
                              file.skip();
                            }
                          });
                      visitor.entry(entry(json, "entry " + i, id[0], true, captions));
                    }));
  }

  /** {@code {id: [captions]}}. */
  static CaptionSource byId(Path json, VideoIds ids) {
    return visitor ->
        CaptionJson.read(
            json,
            file ->
                file.fields(
                    "an object of ids and their captions",
                    id -> {
                      if (ids.contains(id)) {
                        visitor.entry(entry(json, id, id, true, file.texts()));
                      } else {
                        file.skip();
                      }
                    }));
  }

  /** ActivityNet: {@code {"v_ID": {"sentences": [..]}}}, joined; files with {@code v_} or not. */
  static CaptionSource paragraphs(Path json, VideoIds ids) {
    return visitor ->
        CaptionJson.read(
            json,
            file ->
                file.fields(
                    "an object of videos and their sentences",
                    id -> {
                      List<String> sentences = new ArrayList<>();
                      file.fields(
                          "an object with sentences",
                          name -> {
                            if (name.equals("sentences")) {
                              sentences.addAll(file.texts());
                            } else {
                              file.skip();
                            }
                          });
                      if (ids.contains(id)) {
                        visitor.entry(entry(json, id, id, true, List.of(joined(sentences))));
                      }
                    }));
  }

  /** DiDeMo: {@code [{"video", "description"}]}, a video's joined in the order of the file. */
  static CaptionSource joined(Path json, VideoIds ids) {
    return visitor -> {
      Map<String, List<String>> byVideo = new LinkedHashMap<>();
      CaptionJson.read(
          json,
          file ->
              file.items(
                  "a list of video and description",
                  i -> {
                    Map<String, String> d =
                        file.values("an object of video and description", DESCRIPTION);
                    String video = d.getOrDefault("video", "");
                    if (video.isEmpty()) {
                      visitor.leftOut(
                          Flaw.UNUSABLE,
                          "%s, entry %d: names no video".formatted(json.getFileName(), i));
                    } else if (ids.contains(video) || ids.contains(stem(video))) {
                      byVideo
                          .computeIfAbsent(video, v -> new ArrayList<>())
                          .add(d.getOrDefault("description", ""));
                    }
                  }));
      for (Map.Entry<String, List<String>> e : byVideo.entrySet()) {
        visitor.entry(entry(json, e.getKey(), e.getKey(), true, List.of(joined(e.getValue()))));
      }
    };
  }

  /** LSMDC: tabs, no head, no quoting; six columns, the clip first and its sentence last. */
  static CaptionSource lsmdc(Path csv) {
    return visitor -> {
      try (CsvReader reader = CsvReader.unquoted(csv, '\t')) {
        for (List<String> row = reader.next(); row != null; row = reader.next()) {
          if (row.size() == LSMDC_COLUMNS) {
            visitor.entry(
                new CaptionSource.Entry(
                    reader.where(), row.get(0), false, List.of(row.get(LSMDC_COLUMNS - 1))));
          } else {
            visitor.leftOut(
                Flaw.UNUSABLE,
                "%s: has %d columns, not %d".formatted(reader.where(), row.size(), LSMDC_COLUMNS));
          }
        }
      }
    };
  }

  /** MSVD: a pickle of {@code {id: [[word, ..], ..]}}. */
  static CaptionSource pickle(Path pickle, VideoIds ids) {
    return visitor -> {
      Object root;
      try {
        root = PlainPickle.read(pickle);
      } catch (WeightsException e) {
        throw new RegistrationException("path", String.valueOf(e.getMessage()), e);
      }
      if (!(root instanceof Map<?, ?> videos)) {
        throw new RegistrationException("path", pickle.getFileName() + ": holds no dictionary");
      }
      for (Map.Entry<?, ?> e : videos.entrySet()) {
        String id = String.valueOf(e.getKey());
        if (!ids.contains(id)) {
          continue;
        }
        if (e.getValue() instanceof List<?> captions) {
          visitor.entry(
              entry(pickle, id, id, true, captions.stream().map(VideoCaptions::words).toList()));
        } else {
          visitor.leftOut(
              Flaw.UNUSABLE, "%s, %s: has no list of captions".formatted(pickle.getFileName(), id));
        }
      }
    };
  }

  private static String words(Object caption) {
    return caption instanceof List<?> words
        ? words.stream().map(String::valueOf).collect(Collectors.joining(" "))
        : String.valueOf(caption);
  }

  private static String joined(List<String> sentences) {
    return sentences.stream()
        .map(String::strip)
        .filter(s -> !s.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private static String stem(String video) {
    int dot = video.lastIndexOf('.');
    return dot < 0 ? video : video.substring(0, dot);
  }

  private static CaptionSource.Entry entry(
      Path file, String where, String id, boolean whole, List<String> captions) {
    return new CaptionSource.Entry(
        "%s, %s".formatted(file.getFileName(), where), id, whole, captions);
  }
}
