package dev.attune.dataset.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attune.dataset.ImageDataset;
import dev.attune.vision.decode.PictureException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrarTest extends RegistrationTestBase {

  @Test
  void classFoldersAreTheClassesAndTheFilesInThemTheSamples() throws IOException {
    picture("pets/dog/1.png", 1);
    picture("pets/cat/2.PNG", 2);
    picture("pets/cat/more/3.png", 3);
    write("pets/cat/notes.txt", "not a picture");
    Registration r = register("pets", "folders");
    assertThat(r.classNames()).containsExactly("cat", "dog");
    assertThat(r.size()).isEqualTo(3);
    assertThat(r.passedOver()).isEqualTo(1);
    assertThat(r.path()).isEqualTo("pets");
    ImageDataset set = datasets.open("pets");
    assertThat(set.load(1).id()).isEqualTo("cat/more/3.png");
    assertThat(set.load(2).label()).isEqualTo(1);
    assertThat(set.load(2).image().at(0, 0, 2)).isEqualTo(1);
    assertThat(set.fingerprint()).isEqualTo(r.fingerprint());
    assertThat(datasets.list()).hasSize(1);
  }

  @Test
  void brokenFilesAreListedAndFailAlone() throws IOException {
    picture("pets/cat/1.png", 1);
    write("pets/cat/2.jpg", "");
    picture("pets/dog/3.png", 3);
    Registration r = register("pets", "folders");
    assertThat(r.size()).isEqualTo(3);
    assertThat(r.brokenFiles()).containsExactly("cat/2.jpg: the file is empty");
    ImageDataset set = datasets.open("pets");
    assertThatThrownBy(() -> set.load(1))
        .isInstanceOf(PictureException.class)
        .hasMessage("cat/2.jpg: the file is empty");
    picture("pets/dog/3.png", 4);
    assertThatThrownBy(() -> set.load(2)).hasMessageContaining("has changed since");
    Verification found = Verification.of(set, (done, bytes) -> true);
    assertThat(found.sound()).isEqualTo(1);
    assertThat(found.broken()).isEqualTo(2);
  }

  @Test
  void aStoppedRegistrationGoesOnAndEndsAsIfItHadNot() throws IOException {
    for (int i = 0; i < 600; i++) {
      picture("many/%s/%03d.png".formatted(i < 300 ? "a" : "b", i), i);
    }
    RegistrationRequest request = request("many", "folders", "many");
    RegistrationPlan plan = registrar.plan(request).get(0);
    assertThatThrownBy(() -> registrar.register(request, plan, (done, bytes) -> done < 512))
        .isInstanceOf(CancellationException.class);
    assertThat(datasets.list()).isEmpty();
    assertThat(registrar.unfinished()).containsExactly(request);
    Path index = data.resolve(".registered/.many.partial/samples.tsv");
    String torn = Files.readString(index);
    assertThat(torn.lines()).hasSize(512);
    Files.writeString(index, torn.substring(0, torn.length() - 9));
    Registration resumed = registrar.register(request, plan, (done, bytes) -> true);
    datasets.remove("many");
    Registration anew = registrar.register(request, plan, (done, bytes) -> true);
    assertThat(resumed.size()).isEqualTo(600);
    assertThat(resumed.fingerprint()).isEqualTo(anew.fingerprint());
    assertThat(registrar.unfinished()).isEmpty();
  }

  @Test
  void theFingerprintFollowsContentAndLabels() throws IOException {
    picture("one/cat/1.png", 1);
    picture("two/cat/1.png", 2);
    picture("three/dog/1.png", 1);
    picture("four/cat/1.png", 1);
    String one = register("one", "folders").fingerprint();
    assertThat(register("two", "folders").fingerprint()).isNotEqualTo(one);
    assertThat(register("three", "folders").fingerprint()).isNotEqualTo(one);
    assertThat(register("four", "folders").fingerprint()).isEqualTo(one);
  }

  @Test
  void imageNetNamesComeFromWordNet30OrAFileBeside() throws IOException {
    picture("a/n01440764/1.png", 1);
    picture("a/n01484850/1.png", 2);
    assertThat(register("a", "imagenet-a").classNames())
        .containsExactly("tench", "great white shark");
    write("v/classnames.txt", "n01440764 tinca\nn01443537 goldfish\nn01484850 shark\n");
    picture("v/val/n01484850/1.png", 1);
    registrar.register(
        request("val", "imagenet", "v/val"),
        registrar.plan(request("val", "imagenet", "v/val")).get(0),
        (done, bytes) -> true);
    assertThat(datasets.open("val").classNames()).containsExactly("tinca", "goldfish", "shark");
    assertThat(datasets.open("val").load(0).label()).isEqualTo(2);
    picture("v2/2/1.png", 1);
    write("v2/classnames.json", "{\"n01\":\"x\",\"n02\":\"y\",\"n03\":\"z\"}");
    register("v2", "imagenet-v2");
    assertThat(datasets.open("v2").load(0).label()).isEqualTo(2);
  }

  @Test
  void eachCorruptionAndLevelIsASet() throws IOException {
    picture("c/gaussian_noise/1/n01440764/1.png", 1);
    picture("c/gaussian_noise/5/n01440764/1.png", 2);
    picture("c/blur/defocus_blur/3/n01440764/1.png", 3);
    List<RegistrationPlan> plans = registrar.plan(request("inc", "imagenet-c", "c"));
    assertThat(plans.stream().map(RegistrationPlan::name))
        .containsExactly("inc-defocus-blur-3", "inc-gaussian-noise-1", "inc-gaussian-noise-5");
  }

  @Test
  void coopsSplitGivesItsTestSamples() throws IOException {
    write(
        "flowers/split_zhou_OxfordFlowers.json",
        "{\"train\":[[\"a.png\",0,\"pink primrose\"]],\"val\":[],"
            + "\"test\":[[\"./b.png\",1.0,\"canna lily\"]]}");
    picture("flowers/jpg/b.png", 7);
    Registration r = register("flowers", "coop");
    assertThat(r.classNames()).containsExactly("pink primrose", "canna lily");
    assertThat(datasets.open("flowers").load(0).id()).isEqualTo("jpg/b.png");
  }

  @Test
  void aircraftListsAndCsvAreRead() throws IOException {
    write("air/variants.txt", "707-320\nA380\n");
    write("air/images_variant_test.txt", "0034309 A380\n");
    picture("air/images/0034309.jpg", 1);
    register("air", "aircraft");
    assertThat(datasets.open("air").load(0).label()).isEqualTo(1);
    write(
        "list/labels.csv",
        "\ufefffile,class_index,label\r\n\"a,b.png\",0,missile\r\nc.png,1,missile\r\n");
    picture("list/images/a,b.png", 1);
    picture("list/images/c.png", 2);
    assertThat(register("list", "csv").classNames()).containsExactly("missile", "missile");
    assertThat(datasets.open("list").load(1).label()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "file,label;a.png,x;gone.png,x | line 3: gone.png: the file is missing",
        "file,label;a.png,x;../../a.png,x | line 3: ../../a.png: leads out",
        "file,label;a.png,x;/etc/a.png,x | line 3: /etc/a.png: leads out",
        "file,label;a.png,x;a.png,x | line 3: a.png: is named a second time",
        "file,label;a.png,x;a.png | line 3: has 1 values, the head has 2 columns",
        "file,label;a.png,'x | line 2: the row has a quote that never ends",
        "file,label;a.png, | line 2: has no label",
        "picture,label;a.png,x | line 1: must be a head",
        "file,label,class_index;a.png,x,1 | no row has the class 0",
      })
  void brokenRowsAreNamed(String rows, String message) throws IOException {
    picture("list/a.png", 1);
    write("list/labels.csv", rows.replace(';', '\n').replace('\'', '"'));
    assertNothingIsRegistered("list", "csv", "list", message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "file;label;class_index#./img/0.png;golden\u00a0 cat;0#img\\1.png;dog;1",
        "Filename\tLabel\tclass_index#img//0.png\tgolden cat\t0.0#./img/../img/1.png\tdog\t1.0",
        "image|label|class_index#img/0.png|golden cat|0.#img/1.png|dog|1",
        "\ufefffile,label,class_index#.\\img\\0.png,golden cat,0#img/1.png,dog,1.00",
      })
  void listsAreReadAsPeopleHaveThem(String rows) throws IOException {
    picture("list/img/0.png", 1);
    picture("list/img/1.png", 2);
    write("list/labels.csv", rows.replace('#', '\n'));
    assertThat(register("list", "csv").classNames()).containsExactly("golden cat", "dog");
    assertThat(datasets.open("list").load(1).label()).isEqualTo(1);
    assertThat(datasets.open("list").load(1).image().at(0, 0, 2)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "windows-1252 ! file,label#a.png,cat#b.png,caf\u00e9 ! line 3: is not in UTF-8, but probably in Windows-1252",
        "windows-1252 ! file,l\u00e4bel#a.png,cat ! line 1: is not in UTF-8, but probably in Windows-1252",
        "UTF-16LE ! \ufefffile,label#a.png,cat ! line 1: is not in UTF-8, but probably in UTF-16",
        "UTF-16BE ! \ufefffile,label#a.png,cat ! line 1: is not in UTF-8, but probably in UTF-16",
        "UTF-16LE ! file,label#a.png,cat ! line 1: is not in UTF-8, but probably in UTF-16",
      })
  void anotherEncodingIsNamedWithItsLine(String encoding, String rows, String message)
      throws IOException {
    picture("list/a.png", 1);
    byte[] bytes = rows.replace('#', '\n').getBytes(encoding);
    Files.write(data.resolve("list/labels.csv"), bytes);
    assertNothingIsRegistered("list", "csv", "list", "labels.csv, " + message);
  }

  @Test
  void aPictureThatCannotBeReadIsToldOf() throws IOException {
    picture("pets/cat/a.png", 1);
    picture("pets/dog/a.png", 1);
    try (InputStream avif = getClass().getResourceAsStream("/pictures/picture.avif")) {
      Files.write(data.resolve("pets/dog/b.avif"), avif.readAllBytes());
    }
    assertThat(register("pets", "folders").brokenFiles())
        .singleElement()
        .asString()
        .startsWith("dog/b.avif: is an AVIF picture");
  }

  @Test
  void anUnknownLabelIsNamed() throws IOException {
    picture("list/a.png", 1);
    write("list/classnames.txt", "n1 cat\n");
    write("list/labels.csv", "file,label\na.png,dog\n");
    assertNothingIsRegistered("list", "csv", "list", "line 2: the label dog is unknown");
  }

  @Test
  void foldersThatCannotBeUsedAreNamed() throws IOException {
    picture("pets/cat/1.png", 1);
    Files.createDirectories(data.resolve("pets/dog"));
    assertNothingIsRegistered("p", "folders", "pets", "the class folder dog holds no picture");
    picture("pets/dog/1.png", 1);
    assertNothingIsRegistered("p", "imagenet", "pets", "the class folder cat is no noun");
    assertNothingIsRegistered("icons", "folders", "pets", "name of a built-in data set");
    assertNothingIsRegistered("A B", "folders", "pets", "must be 1 to 100 of a-z");
    assertNothingIsRegistered("p", "shoebox", "pets", "unknown layout");
    assertNothingIsRegistered("p", "folders", "nowhere", "there is no such folder");
    assertNothingIsRegistered("p", "folders", "../datasets/pets", "relative to it");
    assertNothingIsRegistered("p", "folders", "/tmp", "relative to it");
    write("empty/cat/1.jpg", "");
    assertThatThrownBy(() -> register("empty", "folders"))
        .hasMessageContaining("none of its pictures can be used");
    assertThat(registrar.unfinished()).isEmpty();
    register("pets", "folders");
    assertThatThrownBy(() -> register("pets", "folders")).hasMessageContaining("already");
  }

  @Test
  void linksLeadNeitherOutNorInCircles(@TempDir Path elsewhere) throws IOException {
    picture("pets/cat/1.png", 1);
    Files.write(elsewhere.resolve("secret.png"), png(1));
    Files.createSymbolicLink(data.resolve("pets/cat/2.png"), elsewhere.resolve("secret.png"));
    Files.createSymbolicLink(data.resolve("pets/cat/3.png"), data.resolve("pets/cat/4.png"));
    Files.createSymbolicLink(data.resolve("pets/cat/4.png"), data.resolve("pets/cat/3.png"));
    Files.createSymbolicLink(data.resolve("pets/cat/loop"), data.resolve("pets"));
    Registration r = register("pets", "folders");
    assertThat(r.size()).isEqualTo(4);
    assertThat(r.broken()).isEqualTo(3);
    assertThat(r.brokenFiles().get(0)).contains("leads out");
    Files.createSymbolicLink(data.resolve("outside"), elsewhere);
    assertNothingIsRegistered("x", "folders", "outside", "leads out of the folder of data sets");
    Files.createSymbolicLink(data.resolve("pets/dog"), data.resolve("pets/cat"));
    assertNothingIsRegistered("x", "folders", "pets", "dog is a link");
    Files.createDirectories(data.resolve("c/fog"));
    Files.createSymbolicLink(data.resolve("c/fog/1"), elsewhere);
    assertNothingIsRegistered("x", "imagenet-c", "c", "is a link");
  }
}
