package dev.attune.dataset.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.attune.dataset.CaptionDataset;
import dev.attune.dataset.DatasetInfo;
import dev.attune.testing.TestTasks;
import dev.attune.vision.decode.PictureException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptionRegistrationTest extends RegistrationTestBase {
  private static final String KARPATHY =
      """
      {"dataset":"coco","images":[
       {"filepath":"val2014","sentids":[1,2],"filename":"a.png","imgid":0,"split":"test",
        "sentences":[{"tokens":["a","cat"],"raw":"A cat.","imgid":0,"sentid":1},
                     {"raw":"A cat sits.","sentid":2}],"cocoid":7},
       {"sentences":[{"raw":"A dog.","sentid":3}],"split":"val","filename":"b.png",
        "filepath":"val2014","imgid":1},
       {"filepath":"val2014","filename":"c.png","imgid":2,"split":"test",
        "sentences":[{"raw":"A hat.","sentid":2},{"raw":"A red hat.","sentid":4}]},
       {"filepath":"val2014","filename":"d.png","imgid":0,"split":"test",
        "sentences":[{"raw":"Again.","sentid":5}]}]}
      """;

  private static final String NOCAPS =
      """
      {"annotations":[
        {"image_id":0,"id":0,"caption":"An in."},{"image_id":1,"id":1,"caption":"A near."},
        {"image_id":0,"id":2,"caption":"An in more."},{"image_id":9,"id":3,"caption":"Lost."},
        {"image_id":1,"id":1,"caption":"A near again."},{"image_id":2,"id":5,"caption":"An out."}],
       "images":[
        {"id":0,"file_name":"0.png","domain":"in-domain","width":2},
        {"id":1,"file_name":"1.png","domain":"near-domain"},
        {"id":2,"file_name":"2.png","domain":"out-domain"},
        {"id":2,"file_name":"3.png","domain":"out-domain"},
        {"id":4,"file_name":"1.png","domain":"in-domain"}],
       "info":{"url":[]}}
      """;

  @Test
  void karpathysSplitsAreSets() throws IOException {
    write("coco/dataset_coco.json", KARPATHY);
    for (String file : List.of("a", "b", "c", "e")) {
      picture("coco/images/val2014/%s.png".formatted(file), 1);
    }
    Registration r = register("coco", "karpathy");
    assertThat(r.size()).isEqualTo(2);
    assertThat(r.notes()).containsExactly("captions are from dataset_coco.json", "split test");
    assertThat(leftOut(r))
        .containsOnly(
            entry("pictures without captions", List.of("images/val2014/e.png")),
            entry(
                "duplicates",
                List.of(
                    "dataset_coco.json, image 2, val2014/c.png: the sentid 2 again",
                    "dataset_coco.json, image 3, val2014/d.png: the imgid 0 again")));
    CaptionDataset set = datasets.captions("coco");
    assertThat(set.id(0)).isEqualTo("images/val2014/a.png");
    assertThat(set.captions(0)).containsExactly("A cat.", "A cat sits.");
    assertThat(set.captions(1)).containsExactly("A red hat.");

    assertThat(register(choosing("val", "karpathy", "coco", null, "val", null)).size())
        .isEqualTo(1);
    assertThat(datasets.captions("val").truth(0)).isEqualTo("A dog.");
    assertThat(register(choosing("both", "karpathy", "coco", null, "test,val", null)).size())
        .isEqualTo(3);
    assertRefused(
        choosing("x", "karpathy", "coco", null, "train", null),
        "split",
        "no pictures of the split 'train'; it has: test, val");
    Files.delete(data.resolve("coco/images/val2014/b.png"));
    assertRefused(
        choosing("x", "karpathy", "coco", null, "val", null),
        "path",
        "1 pictures without captions, the first images/val2014/e.png");
  }

  @ParameterizedTest
  @CsvSource({
    "karpathy,dataset_coco.json.gz",
    "coco,captions_val.json.gz",
    "nocaps,nocaps_val_captions.json.gz",
    "lavis,coco_test.json.gz",
    "captions,captions.json.gz",
    "captions,some.json.gz"
  })
  void aPackedFileIsReadAsThePlainOne(String layout, String file) throws IOException {
    String json =
        switch (layout) {
          case "karpathy" -> KARPATHY;
          case "lavis", "captions" -> "[{\"image\":\"a.png\",\"caption\":\"A cat.\"}]";
          default -> NOCAPS;
        };
    for (String picture : List.of("val2014/a", "val2014/c", "a", "0", "1", "2")) {
      picture("plain/%s.png".formatted(picture), 1);
      picture("packed/%s.png".formatted(picture), 1);
    }
    write("plain/" + file.replace(".gz", ""), json);
    pack("packed/" + file, json.getBytes(StandardCharsets.UTF_8));
    Registration plain = register("plain", layout);
    Registration packed = register("packed", layout);
    assertThat(packed.notes()).contains("captions are from " + file);
    assertThat(packed.fingerprint()).isEqualTo(plain.fingerprint());
    assertThat(datasets.captions("packed").captions(0))
        .isEqualTo(datasets.captions("plain").captions(0));
  }

  @Test
  void idsAndPathsMayBeWrittenInMoreWaysThanOne() throws IOException {
    picture("set/img/a.png", 1);
    write(
        "set/captions_val.json",
        "{\"images\":[{\"id\":7,\"file_name\":\".\\\\img\\\\a.png\"}],"
            + "\"annotations\":[{\"id\":1.0,\"image_id\":7.0,\"caption\":\"A cat.\"},"
            + "{\"id\":2.0,\"image_id\":7.0,\"caption\":\"\u00a0\"}]}");
    Registration r = register("set", "coco");
    assertThat(datasets.captions("set").id(0)).isEqualTo("img/a.png");
    assertThat(datasets.captions("set").captions(0)).containsExactly("A cat.");
    assertThat(leftOut(r)).containsOnlyKeys("empty captions");
  }

  @Test
  void aBrokenPackedFileIsNamed() throws IOException {
    picture("set/a.png", 1);
    pack("set/captions.json.gz", "{\"a.png\":[\"A cat.\"]}".getBytes(StandardCharsets.UTF_8));
    Path file = data.resolve("set/captions.json.gz");
    byte[] whole = Files.readAllBytes(file);
    RegistrationRequest request = request("set", "captions", "set");
    Files.write(file, Arrays.copyOf(whole, whole.length - 12));
    assertRefused(request, "path", "captions.json.gz: is no sound gzip file");
    Files.writeString(file, "{}");
    assertRefused(request, "path", "captions.json.gz: is no sound gzip file");
    Files.write(file, new byte[0]);
    assertRefused(request, "path", "captions.json.gz: is no sound gzip file");
    pack("set/captions.json.gz", "{\"a.png\"".getBytes(StandardCharsets.UTF_8));
    assertRefused(request, "path", "captions.json.gz, line 1");
  }

  private void pack(String file, byte[] content) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(data.resolve(file)))) {
      out.write(content);
    }
  }

  @Test
  void lavisHasAFileForEachSplit() throws IOException {
    write(
        "coco/coco_karpathy_test.json",
        """
        [{"image":"val2014/a.png","caption":["One.","Two."],"instance_id":0},
         {"image":"val2014/b.png","caption":["Three."]}]
        """);
    write(
        "coco/coco_karpathy_train.json",
        """
        [{"caption":"One.","image":"val2014/a.png","image_id":"coco_1"},
         {"caption":"Three.","image":"val2014/b.png","image_id":"coco_2"},
         {"caption":"Two.","image":"val2014/a.png","image_id":"coco_1"}]
        """);
    picture("coco/pictures/a.png", 1);
    picture("coco/pictures/b.png", 2);
    Registration test = register("coco", "lavis");
    assertThat(test.notes()).containsExactly("captions are from coco_karpathy_test.json");
    Registration train = register(choosing("t", "lavis", "coco", null, "train", null));
    assertThat(leftOut(train)).isEmpty();
    assertThat(datasets.captions("t").captions(0)).containsExactly("One.", "Two.");
    assertThat(datasets.captions("t").id(1)).isEqualTo("pictures/b.png");
    assertThat(train.fingerprint()).isEqualTo(test.fingerprint());
    assertRefused(
        choosing("x", "lavis", "coco", null, "val", null), "path", "holds no *_val.json file");
  }

  @Test
  void noCapsIsOneSetOrOneOfEachDomain() throws IOException {
    write("nocaps/nocaps_val_4500_captions.json", NOCAPS);
    for (int i = 0; i < 3; i++) {
      picture("nocaps/val/%d.png".formatted(i), i);
    }
    Registration all = register("nocaps", "nocaps");
    assertThat(all.size()).isEqualTo(3);
    assertThat(report(all).captions()).isEqualTo(4);
    String file = "nocaps_val_4500_captions.json, ";
    assertThat(leftOut(all))
        .containsOnly(
            entry(
                "captions without a picture",
                List.of(file + "annotation 3: no image has the image_id '9'")),
            entry(
                "duplicates",
                List.of(
                    file + "image 3, 3.png: the id 2 again",
                    file + "image 4, 1.png: the file again",
                    file + "annotation 4, 1.png: the id 1 again")));
    assertThat(datasets.captions("nocaps").captions(0)).containsExactly("An in.", "An in more.");

    Registration near = register(choosing("near", "nocaps", "nocaps", null, null, "near"));
    assertThat(near.size()).isEqualTo(1);
    assertThat(leftOut(near)).doesNotContainKey("pictures without captions");
    assertThat(datasets.captions("near").captions(0)).containsExactly("A near.");
    assertRefused(
        choosing("x", "nocaps", "nocaps", null, null, "far"), "domain", "in, near, out or all");

    Registration coco =
        register(choosing("c", "coco", "nocaps", "nocaps_val_4500_captions.json", null, null));
    assertThat(coco.fingerprint()).isEqualTo(all.fingerprint());
    write("nocaps/plain.json", NOCAPS.replace("domain", "licence"));
    assertRefused(
        choosing("x", "nocaps", "nocaps", "plain.json", null, "in"), "domain", "no pictures of");
  }

  @Test
  void whatCannotBeUsedIsLeftOutByNameAndTheRestIsKept() throws IOException {
    write(
        "set/captions.json",
        """
        {"a.png":["Une chatte  noire","日本語の説明 кот","line\\nbreak\\t","", null," ","x/a.png"],
         "b.png":"One text.", "gone.png":["x","y"], "a.png":["again"], "../../x.png":["z"],
         "none.png":[], "":["lost"]}
        """);
    for (String file : List.of("a", "b", "none", "unnamed")) {
      picture("set/pics/%s.png".formatted(file), 1);
    }
    write("set/pics/b.png", "");
    Registration r = register("set", "captions");
    assertThat(r.size()).isEqualTo(2);
    assertThat(report(r).captions()).isEqualTo(4);
    assertThat(r.brokenFiles()).containsExactly("pics/b.png: the file is empty");
    String empty = "captions.json, a.png: has an empty caption";
    assertThat(leftOut(r))
        .containsOnly(
            entry("captions without a picture", List.of("captions.json: names no file")),
            entry("pictures without captions", List.of("pics/none.png", "pics/unnamed.png")),
            entry(
                "listed pictures that are missing, with their captions",
                List.of("pics/gone.png (captions: 2)")),
            entry("duplicates", List.of("captions.json, a.png: the file again")),
            entry("empty captions", List.of(empty, empty, empty)),
            entry(
                "entries that cannot be used",
                List.of(
                    "captions.json, a.png: has its path as a caption",
                    "captions.json, ../../x.png: leads out of the data set's folder")));
    CaptionDataset set = datasets.captions("set");
    assertThat(set.captions(0)).containsExactly("Une chatte  noire", "日本語の説明 кот", "line break");
    assertThat(set.picture(0).at(0, 0, 2)).isEqualTo(1);
    assertThatThrownBy(() -> set.picture(1)).isInstanceOf(PictureException.class);
    assertThat(Verification.of(set, (done, bytes) -> true).broken()).isEqualTo(1);
    DatasetInfo info = datasets.find("set").orElseThrow();
    assertThat(TestTasks.serving(info)).containsExactly("captioning", "retrieval");
    assertThat(info.classes()).isZero();
    assertThat(info.description()).isEqualTo("JSON of captions; 4 captions; 1 broken");
    assertThatThrownBy(() -> datasets.open("set")).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void aListMayHaveAnEntryForEachPictureOrForEachCaption() throws IOException {
    write(
        "set/refs.json",
        """
        [{"file":"a.png","captions":["1","2"]},{"image":"b.png","caption":"3"},
         {"image":"a.png","captions":["5"]},{"image":"b.png","caption":"4"},{"caption":"lost"},{}]
        """);
    write("set/other.json", "{}");
    picture("set/a.png", 1);
    picture("set/b.png", 2);
    write("set/ends.json", "{\"a\":\"without its end\"}");
    register(choosing("ends", "captions", "set", "ends.json", null, null));
    assertThat(datasets.captions("ends").id(0)).isEqualTo("a.png");
    assertRefused(request("x", "captions", "set"), "path", "more than one *.json file");
    Registration r = register(choosing("set", "captions", "set", "refs.json", null, null));
    CaptionDataset set = datasets.captions("set");
    assertThat(set.captions(0)).containsExactly("1", "2");
    assertThat(set.captions(1)).containsExactly("3", "4");
    assertThat(leftOut(r))
        .containsOnly(
            entry("duplicates", List.of("refs.json, entry 2, a.png: the file again")),
            entry("captions without a picture", List.of("refs.json, entry 4: names no file")),
            entry(
                "entries that cannot be used",
                List.of("refs.json, entry 5: has neither image (or file) nor caption")));
  }

  @Test
  void aCsvHasARowForEachCaption() throws IOException {
    picture("set/images/a.png", 1);
    picture("set/images/b.png", 2);
    write(
        "set/results.csv",
        "\ufeffimage_name| comment_number| comment\na.png| 0| A \"cat\" , sitting .\n"
            + "b.png| 0| \na.png| 1| Two.\nb.png| 1 no third\n");
    Registration r = register("set", "captions-csv");
    assertThat(datasets.captions("set").captions(0))
        .containsExactly("A \"cat\" , sitting .", "Two.");
    assertThat(leftOut(r))
        .containsOnly(
            entry("pictures without captions", List.of("images/b.png")),
            entry("empty captions", List.of("results.csv, line 3, b.png: has an empty caption")),
            entry(
                "entries that cannot be used",
                List.of("results.csv, line 5: has 2 values, the head has 3 columns")));
    write("set/captions.csv", "image,caption_index,caption\nb.png,0,\"One, two\"\nb.png,1,Three\n");
    register(request("comma", "captions-csv", "set"));
    assertThat(datasets.captions("comma").captions(0)).containsExactly("One, two", "Three");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "captions | captions.json | [1] | captions.json, line 1, column 2: must be an object of",
        "captions | captions.json | {\"a.png\":{\"x\":1}} | line 1, column 10: must be a text",
        "captions | captions.json | {\"a.png\":[[]]} | line 1, column 11: must be a text",
        "captions | captions.json | {\"a.png\":[\"x\" | captions.json, line 1, column",
        "captions | captions.json | ÿ | captions.json, line 1, column 2: is no sound JSON",
        "captions | captions.json | \"x\" | column 1: must be a list of file and captions, or an",
        "captions | captions.json | {} [] | column 4: there is more behind the end",
        "captions | captions.json | [] | in the folder; 1 pictures without captions, the first a.png",
        "captions | captions.json | {\"b.png\":\"x\"} | missing, with their captions, the first b.png",
        "karpathy | dataset_x.json | {\"annotations\":[]} | must have images, as in Karpathy",
        "karpathy | dataset_x.json | {\"images\":[{\"sentences\":1}]} | must be the list of sentences",
        "coco | captions_x.json | {\"images\":[]} | must have annotations, as in COCO",
        "coco | captions_x.json | [] | captions_x.json, line 1, column 1: must be an object, as in",
        "captions-csv | captions.csv | file,label | captions.csv, line 1: must be a head with",
        "captions-csv | captions.csv | file,caption\\na.png,\"x | line 2: the row has a quote that",
        "captions | else.jsonl | {} | the folder holds no *.json file; captionFile can name one",
      })
  void aFileWithoutCaptionsIsNamedWithThePlace(
      String layout, String file, String content, String message) throws IOException {
    picture("set/a.png", 1);
    write("set/" + file, content.replace("\\n", "\n"));
    assertNothingIsRegistered("set", layout, "set", message);
  }

  @Test
  void choicesThatALayoutDoesNotOfferAreRefused() throws IOException {
    picture("set/cat/a.png", 1);
    write("set/captions.json", "{\"a.png\":\"x\"}");
    assertRefused(choosing("x", "folders", "set", "a.json", null, null), "captionFile", "only for");
    assertRefused(choosing("x", "captions", "set", null, "test", null), "split", "only for");
    assertRefused(choosing("x", "lavis", "set", null, null, "in"), "domain", "only for");
    for (String file : List.of("gone.json", "../set/captions.json", "cat", "/etc/passwd")) {
      assertRefused(
          choosing("x", "captions", "set", file, null, null), "captionFile", "must be a file in");
    }
  }

  @Test
  void theFingerprintFollowsTheCaptions() throws IOException {
    for (String set : List.of("one", "two", "three")) {
      picture(set + "/a.png", 1);
      write(set + "/captions.json", "{\"a.png\":[\"x\",\"y\"]}");
    }
    write("two/captions.json", "{\"a.png\":[\"y\",\"x\"]}");
    String one = register("one", "captions").fingerprint();
    assertThat(register("two", "captions").fingerprint()).isNotEqualTo(one);
    assertThat(register("three", "captions").fingerprint()).isEqualTo(one);
  }

  @Test
  void aStoppedRegistrationGoesOnAndFollowsItsCaptions() throws IOException {
    for (int i = 0; i < 300; i++) {
      picture("set/%03d.png".formatted(i), i);
    }
    write("set/captions.json", captions("old"));
    RegistrationRequest request = request("set", "captions", "set");
    RegistrationPlan plan = registrar.plan(request).get(0);
    assertThatThrownBy(() -> registrar.register(request, plan, (done, bytes) -> false))
        .isInstanceOf(CancellationException.class);
    assertThat(registrar.unfinished()).containsExactly(request);
    assertThat(Files.readAllLines(data.resolve(".registered/.set.partial/samples.tsv")))
        .hasSize(256);
    write("set/captions.json", captions("new"));
    Registration resumed = register(request);
    assertThat(datasets.captions("set").captions(10)).containsExactly("10 new", "and again");
    datasets.remove("set");
    assertThat(register(request).fingerprint()).isEqualTo(resumed.fingerprint());
    assertThat(report(resumed).captions()).isEqualTo(600);
  }

  /** Of 300 pictures, where that of the tenth has a word of its own. */
  private static String captions(String word) {
    return IntStream.range(0, 300)
        .mapToObj(
            i -> "\"%03d.png\":[\"%d %s\",\"and again\"]".formatted(i, i, i == 10 ? word : "x"))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private void assertRefused(RegistrationRequest request, String field, String message) {
    assertThatThrownBy(() -> registrar.plan(request))
        .isInstanceOfSatisfying(
            RegistrationException.class, e -> assertThat(e.field()).isEqualTo(field))
        .hasMessageContaining(message);
  }

  private static RegistrationRequest choosing(
      String name,
      String layout,
      String path,
      @Nullable String captionFile,
      @Nullable String split,
      @Nullable String domain) {
    CaptionChoice choice = new CaptionChoice(captionFile, split, domain);
    return new RegistrationRequest(name, layout, path, false, choice);
  }

  private static CaptionReport report(Registration registration) {
    return Objects.requireNonNull(registration.captions());
  }

  /** By kind; each is counted as often as it is named here. */
  private static Map<String, List<String>> leftOut(Registration registration) {
    assertThat(report(registration).leftOut()).allMatch(l -> l.count() == l.first().size());
    return report(registration).leftOut().stream()
        .collect(Collectors.toMap(CaptionReport.LeftOut::what, CaptionReport.LeftOut::first));
  }
}
