package dev.attune.dataset.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.attune.dataset.DatasetInfo;
import dev.attune.dataset.VideoDataset;
import dev.attune.testing.TestClips;
import dev.attune.testing.TestClips.Kind;
import dev.attune.vision.RgbImage;
import dev.attune.vision.video.FrameSampling;
import dev.attune.vision.video.SampledVideo;
import dev.attune.vision.video.VideoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.razorvine.pickle.Pickler;
import org.junit.jupiter.api.Test;

class VideoRegistrationTest extends RegistrationTestBase {
  private static final int VIDEOS = 80;

  private static byte[] clip;

  private void clip(String file) throws IOException {
    if (clip == null) {
      clip = Files.readAllBytes(TestClips.write(home.resolve("clip"), Kind.MP4, 12, 12));
    }
    Files.createDirectories(data.resolve(file).getParent());
    Files.write(data.resolve(file), clip);
  }

  private Registration split(String folder, String layout, String split) throws IOException {
    return register(
        new RegistrationRequest(
            folder + "-" + split, layout, folder, false, new CaptionChoice(null, split, null)));
  }

  private Map<String, List<String>> captions(String name) {
    VideoDataset set = datasets.videos(name);
    Map<String, List<String>> captions = new LinkedHashMap<>();
    for (int i = 0; i < set.size(); i++) {
      captions.put(set.id(i), set.captions(i));
    }
    return captions;
  }

  private static Map<String, List<String>> leftOut(Registration r) {
    return r.captions().leftOut().stream()
        .collect(Collectors.toMap(CaptionReport.LeftOut::what, CaptionReport.LeftOut::first));
  }

  @Test
  void msrVttsTestIsJsFusionsAndItsTrainIsListed() throws IOException {
    String ids =
        IntStream.range(0, VIDEOS).mapToObj(i -> "video" + i).collect(Collectors.joining("\n"));
    write("msr/MSRVTT_train.9k.csv", "video_id\n" + ids + "\n");
    write(
        "msr/MSRVTT_JSFUSION_test.csv",
        "key,vid_key,video_id,sentence\nret0,msr70,video900,\"a man, \"\"he\"\" runs\"\n"
            + "ret1,msr71,video901,a cat\n");
    List<String> sentences = new ArrayList<>();
    for (int i = 0; i < VIDEOS; i++) {
      for (String caption : List.of("one", "two")) {
        sentences.add(
            "{\"video_id\":\"video%d\",\"caption\":\"%s\",\"sen_id\":1}".formatted(i, caption));
      }
      clip("msr/videos/video%d.%s".formatted(i, i % 2 == 0 ? "mp4" : "webm"));
    }
    sentences.add("{\"video_id\":\"video900\",\"caption\":\"not for training\"}");
    write(
        "msr/MSRVTT_data.json",
        "{\"info\":{},\"videos\":[{\"video_id\":\"video0\",\"url\":\"x\"}],\"sentences\":[%s]}"
            .formatted(String.join(",", sentences)));
    clip("msr/videos/video900.webm");
    clip("msr/videos/video900.mp4");

    Registration test = split("msr", "msrvtt", "test");
    assertThat(captions("msr-test"))
        .containsExactly(entry("videos/video900.mp4", List.of("a man, \"he\" runs")));
    assertThat(leftOut(test))
        .containsExactly(
            entry(
                "listed videos that are missing, with their captions",
                List.of("video901 (captions: 1)")));
    split("msr", "msrvtt", "train");
    split("msr", "videos", "validation");
    Set<String> train = captions("msr-train").keySet();
    Set<String> validation = captions("msr-validation").keySet();
    assertThat(validation).isNotEmpty().doesNotContainAnyElementsOf(train);
    assertThat(train.size() + validation.size()).isEqualTo(VIDEOS);
    assertThat(captions("msr-train").values()).allMatch(c -> c.equals(List.of("one", "two")));
    Registration found = datasets.registration("msr-validation").orElseThrow();
    assertThat(found.layout()).isEqualTo("msrvtt");
    assertThat(found.notes()).contains("split validation");
  }

  @Test
  void vatexComesInTwoForms() throws IOException {
    String form = "[{\"videoID\":\"%s\",\"enCap\":[\"a\",\"b\"],\"chCap\":[\"c\"]}]";
    for (String name : List.of("training_v1.0", "validation_v1.0", "public_test_english_v1.1")) {
      write(
          "vatex/vatex_%s.json".formatted(name),
          form.formatted(name.charAt(0) + "IJ_000001_000011"));
      clip("vatex/clips/%sIJ_000001_000011.mp4".formatted(name.charAt(0)));
    }
    Registration r = split("vatex", "videos", "validation");
    assertThat(captions("vatex-validation"))
        .containsExactly(entry("clips/vIJ_000001_000011.mp4", List.of("a", "b")));
    assertThat(r.notes()).anyMatch(n -> n.contains("not the papers' split"));

    write("lists/ref_captions.json", "{\"x_1\":[\"a\"],\"y_1\":[\"b\",\"c\"],\"z_1\":[\"d\"]}");
    write("lists/train_list.txt", "x_1\n");
    write("lists/test_list.txt", "y_1\nq_1\n");
    clip("lists/y_1.mp4");
    clip("lists/x_1.mp4");
    Registration listed = split("lists", "vatex", "test");
    assertThat(captions("lists-test")).containsExactly(entry("y_1.mp4", List.of("b", "c")));
    assertThat(listed.notes()).noneMatch(n -> n.contains("not the papers' split"));
  }

  @Test
  void lsmdcsClipsLieInFoldersByFilm() throws IOException {
    String id = "1001_Film_00.01.02.000-00.01.05.000";
    write(
        "lsmdc/LSMDC16_challenge_1000_publictect.csv",
        id
            + "\t00\t01\t00\t01\tSOMEONE says \"yes, we go.\n"
            + id
            + "\t00\t01\t00\t01\tAnother sentence.\nbroken row\n");
    clip("lsmdc/1001_Film/%s.avi".formatted(id));
    Registration r = split("lsmdc", "videos", "test");
    assertThat(captions("lsmdc-test"))
        .containsExactly(
            entry(
                "1001_Film/%s.avi".formatted(id),
                List.of("SOMEONE says \"yes, we go.", "Another sentence.")));
    assertThat(leftOut(r)).containsOnlyKeys("entries that cannot be used");
    assertThat(r.layout()).isEqualTo("lsmdc");
  }

  @Test
  void paragraphsAreJoined() throws IOException {
    write(
        "anet/val_1.json",
        "{\"v_abc\":{\"duration\":9,\"timestamps\":[[0,1],[1,2]],\"sentences\":[\"He runs. \",\" He stops.\"]},"
            + "\"v_def\":{\"duration\":9,\"timestamps\":[],\"sentences\":[\"Other.\"]},"
            + "\"v_ghi\":{\"sentences\":[\"Not listed.\"]}}");
    write("anet/val_ids.json", "[\"v_abc\",\"v_def\"]");
    clip("anet/abc.mp4");
    clip("anet/v_def.mkv");
    split("anet", "videos", "test");
    assertThat(captions("anet-test"))
        .containsExactly(
            entry("abc.mp4", List.of("He runs. He stops.")), entry("v_def.mkv", List.of("Other.")));
    assertThat(datasets.videos("anet-test").words()).isEqualTo(64);
    assertThat(datasets.videos("anet-test").sampling().frames()).isEqualTo(64);

    write(
        "didemo/test_data.json",
        "[{\"video\":\"a.mov\",\"description\":\"first\",\"times\":[[0,0]]},"
            + "{\"video\":\"b.mp4\",\"description\":\"other\"},{\"video\":\"a.mov\",\"description\":\"second\"}]");
    write("didemo/test_list.txt", "a.mov\n");
    clip("didemo/videos/a.mov.mp4");
    clip("didemo/videos/b.mp4");
    split("didemo", "videos", "test");
    assertThat(captions("didemo-test"))
        .containsExactly(entry("videos/a.mov.mp4", List.of("first second")));
    assertThat(datasets.videos("didemo-test").sampling().seconds()).isEqualTo(30);
  }

  @Test
  void msvdsPickleIsReadAndNothingInItIsRun() throws IOException {
    Map<String, Object> captions =
        Map.of("x_1_2", List.of(List.of("a", "man"), List.of("he", "runs")), "y", List.of());
    Files.createDirectories(data.resolve("msvd"));
    Files.write(data.resolve("msvd/raw-captions.pkl"), new Pickler().dumps(captions));
    write("msvd/test_list.txt", "x_1_2\n");
    clip("msvd/YouTubeClips/x_1_2.avi");
    split("msvd", "videos", "test");
    assertThat(captions("msvd-test"))
        .containsExactly(entry("YouTubeClips/x_1_2.avi", List.of("a man", "he runs")));

    write("evil/test_list.txt", "x\n");
    write("evil/raw-captions.pkl", "cos\nsystem\n(S'touch /tmp/x'\ntR.");
    clip("evil/x.mp4");
    assertNothingIsRegistered("evil", "videos", "evil", "raw-captions.pkl");
  }

  @Test
  void anyFolderOfVideosWithCaptionsIsRead() throws IOException {
    clip("csv/a.mp4");
    clip("csv/deep/b.webm");
    clip("csv/c.mp4");
    picture("csv/frames/d/1.png", 1);
    picture("csv/frames/d/2.png", 2);
    write(
        "csv/captions.csv",
        "video,caption\na.mp4,first\nb,second\na.mp4,third\nd,framed\nnone.mp4,lost\nc.mp4,\n");
    Registration r = register("csv", "videos");
    assertThat(captions("csv"))
        .containsExactly(
            entry("a.mp4", List.of("first", "third")),
            entry("deep/b.webm", List.of("second")),
            entry("frames/d", List.of("framed")));
    assertThat(leftOut(r))
        .containsOnlyKeys(
            "listed videos that are missing, with their captions",
            "videos without captions",
            "empty captions");
    assertThat(datasets.find("csv").orElseThrow().modality())
        .isEqualTo(DatasetInfo.Modality.VIDEOS);

    clip("json/a.mp4");
    write("json/captions.json", "[{\"video\":\"a.mp4\",\"captions\":[\"x\",\"y\"]}]");
    register("json", "videos");
    assertThat(captions("json")).containsExactly(entry("a.mp4", List.of("x", "y")));

    clip("lines/a.mp4");
    write(
        "lines/captions.jsonl",
        "{\"video\":\"a.mp4\",\"caption\":\"x\"}\n{\"video\":\"a.mp4\",\"caption\":\"y\"}\n");
    register("lines", "videos");
    assertThat(captions("lines")).containsExactly(entry("a.mp4", List.of("x", "y")));
  }

  @Test
  void brokenVideosAreListedAndFailAlone() throws IOException {
    clip("set/good.mp4");
    write("set/text.mp4", "no video");
    TestClips.sound(Files.createDirectories(data.resolve("set")).resolve("song.mp4"));
    write("set/list.avi", "ffconcat version 1.0\nfile good.mp4\n");
    Files.createSymbolicLink(data.resolve("set/link.mp4"), Path.of("/dev/zero"));
    write(
        "set/captions.csv",
        "video,caption\ngood.mp4,a\ntext.mp4,b\nsong.mp4,c\nlist.avi,d\nlink.mp4,e\n");
    Registration r = register("set", "videos");
    assertThat(r.broken()).isEqualTo(4);
    assertThat(r.brokenFiles())
        .anyMatch(b -> b.startsWith("text.mp4: is no video"))
        .anyMatch(b -> b.startsWith("song.mp4: holds sound"))
        .anyMatch(b -> b.startsWith("list.avi: is no video"))
        .anyMatch(b -> b.startsWith("link.mp4: is a link"))
        .noneMatch(b -> b.contains(home.toString()));
    VideoDataset set = datasets.videos("set");
    FrameSampling sampling = set.sampling();
    SampledVideo video = set.frames(0, sampling, sampling::of, UnaryOperator.identity());
    assertThat(video.frames()).hasSize(12).extracting(RgbImage::width).containsOnly(128);
    assertThat(new HashSet<>(IntStream.range(0, 3).mapToObj(set::content).toList())).hasSize(3);
    assertThatThrownBy(() -> set.picture(1)).isInstanceOf(VideoException.class);

    Files.write(data.resolve("set/good.mp4"), Arrays.copyOf(clip, clip.length - 1));
    assertThatThrownBy(() -> set.picture(0))
        .isInstanceOf(VideoException.class)
        .hasMessageContaining("good.mp4: has changed");
  }

  @Test
  void videosThatAreCutOffAreCountedAndNamedAndUsed() throws IOException {
    clip("ends/whole.mp4");
    byte[] all = Files.readAllBytes(TestClips.write(home.resolve("long"), Kind.AVI, 120, 12));
    Files.write(data.resolve("ends/half.avi"), Arrays.copyOf(all, all.length / 2));
    Files.write(data.resolve("ends/third.avi"), Arrays.copyOf(all, all.length / 3));
    write("ends/captions.csv", "video,caption\nhalf.avi,a\nwhole.mp4,b\nthird.avi,c\n");
    Registration r = register("ends", "videos");
    assertThat(r.broken()).isZero();
    assertThat(r.notes())
        .contains(
            "2 cut off or damaged in part; frames are taken from what there is: half.avi, third.avi");
    VideoDataset set = datasets.videos("ends");
    FrameSampling sampling = set.sampling();
    for (int i = 0; i < 3; i++) {
      SampledVideo video = set.frames(i, sampling, sampling::of, UnaryOperator.identity());
      assertThat(video.frames()).hasSize(12);
      assertThat(video.cut()).isEqualTo(i != 1);
    }
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    clip("none/a.mp4");
    assertNothingIsRegistered("none", "msrvtt", "none", "no MSRVTT_JSFUSION_test.csv");
    assertNothingIsRegistered("none", "videos", "none", "no captions.json");
    write("none/captions.csv", "video,caption\nb.mp4,x\n");
    assertNothingIsRegistered("none", "videos", "none", "no caption has a video in the folder");
    assertThatThrownBy(() -> split("none", "msrvtt", "testing"))
        .hasMessageContaining("train, validation, test");
  }
}
