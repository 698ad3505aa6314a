package dev.attune.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attune.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What prompts may be, and what is said of those that cannot be used. */
class PromptCatalogTest {
  @TempDir private Path home;

  private PromptCatalog catalog() {
    return new PromptCatalog(PromptCatalog.folder(home));
  }

  private Path file(String name, String content) throws IOException {
    Path file = PromptCatalog.folder(home).resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private List<String> texts(String className, String... given) {
    return catalog().resolve(List.of(given)).of(className);
  }

  @Test
  void aTemplateHasTheClassInWords() {
    assertThat(texts("alarm_clock", "a photo of a {}.", "{}, a {} texture"))
        .containsExactly("a photo of a alarm clock.", "alarm clock, a alarm clock texture");
  }

  @Test
  void theListsAreThePapers() {
    assertThat(texts("cat", "clip-7"))
        .containsExactly(
            "itap of a cat.",
            "a bad photo of the cat.",
            "a origami cat.",
            "a photo of the large cat.",
            "a cat in a video game.",
            "art of the cat.",
            "a photo of the small cat.");
    assertThat(texts("cat", "clip-80"))
        .hasSize(80)
        .doesNotHaveDuplicates()
        .startsWith("a bad photo of a cat.")
        .endsWith("a tattoo of the cat.")
        .containsAll(texts("cat", "clip-7"));
    assertThat(texts("cat", "watt-8")).hasSize(8).startsWith("a photo of a cat", "itap of a cat.");
    assertThat(texts("rose", "coop-flowers"))
        .containsExactly("a photo of a rose, a type of flower.")
        .isEqualTo(texts("rose", "clip-flowers"));
    assertThat(texts("banded", "coop-dtd")).containsExactly("banded texture.");
    assertThat(texts("biking", "clip-ucf101")).hasSize(48).doesNotHaveDuplicates();
    assertThat(texts("camera", "clip-caltech101")).hasSize(34).doesNotHaveDuplicates();
    assertThat(catalog().lists())
        .allSatisfy(list -> assertThat(list.source()).contains("et al. 20"))
        .extracting(PromptList::name)
        .doesNotHaveDuplicates();
  }

  @Test
  void aFileHoldsTemplatesOrDescriptions() throws IOException {
    file("ours.json", "[\"a drawing of a {}.\", \" {}! \"]");
    file(
        "said.json",
        """
        {"Alarm Clock": ["It rings.", "A {} rings."], "pear": "It is green.", "other": ["x"]}
        """);
    assertThat(texts("pear", "ours")).containsExactly("a drawing of a pear.", "pear!");
    assertThat(texts("alarm_clock", "said")).containsExactly("It rings.", "A alarm clock rings.");
    assertThat(texts("pear", "ours", "said"))
        .as("all together, in the order in which they are given")
        .containsExactly("a drawing of a pear.", "pear!", "It is green.");
    assertThat(catalog().files()).containsExactly("ours", "said");
    catalog().resolve(List.of("said")).cover(List.of("pear", "alarm_clock"));
  }

  @Test
  void classesThatAreNotDescribedAreNamedAndCounted() throws IOException {
    file("said.json", "{\"pear\": \"It is green.\"}");
    Prompts prompts = catalog().resolve(List.of("a photo of a {}.", "said"));
    assertThatThrownBy(() -> prompts.cover(List.of("pear", "kiwi", "fig")))
        .isInstanceOf(PromptException.class)
        .hasMessage("said describes 1 of the 3 classes, and not kiwi, fig");
    assertThatThrownBy(() -> prompts.cover(List.of("a", "b", "c", "d", "e", "f", "g")))
        .hasMessage("said describes 0 of the 7 classes, and not a, b, c, d, e and 2 more");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "a photo of a cat. | 'a photo of a cat.' has no place for the class",
        "'' | has no place for the class",
        "clip-81 | unknown prompts 'clip-81'",
        "../secret | unknown prompts",
        "/etc/passwd | unknown prompts",
        "secret.json | unknown prompts",
        "broken | broken is no JSON",
        "number | number is no JSON of texts",
        "numbers | numbers is no JSON of texts",
        "nested | nested is no JSON of texts: a list of templates, or an object with texts for each"
            + " class (pear)",
        "none | none has no texts",
        "nothing | nothing is empty",
        "silent | silent has no texts for pear",
        "plain | plain: template 2, 'no place' has no place for the class",
        "twice | twice is no JSON",
        "cases | cases names Pear twice",
      })
  void whatCannotBeUsedIsSaid(String given, String message) throws IOException {
    Files.writeString(home.resolve("secret.json"), "[\"{}\"]");
    file("broken.json", "[\"a {}\"");
    file("number.json", "7");
    file("numbers.json", "[\"a {}\", 7]");
    file("nested.json", "{\"pear\": {\"text\": \"a\"}}");
    file("none.json", "[]");
    file("nothing.json", "{}");
    file("silent.json", "{\"pear\": []}");
    file("plain.json", "[\"a {}\", \"no place\"]");
    file("twice.json", "{\"pear\": \"a\", \"pear\": \"b\"}");
    file("cases.json", "{\"pear\": \"a\", \"Pear\": \"b\"}");
    String typed = given.equals("''") ? " " : given;
    assertThatThrownBy(() -> catalog().resolve(List.of(typed)))
        .isInstanceOf(PromptException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining(home.toString());
  }

  @Test
  void thereMustBeSomeAndNotTooMany() {
    assertThatThrownBy(() -> catalog().resolve(List.of()))
        .hasMessageContaining("must not be empty");
    List<String> many = Collections.nCopies(13, "clip-80");
    assertThatThrownBy(() -> catalog().resolve(many)).hasMessage("are 1040; at most are 1000");
  }

  @Test
  void aFileIsKnownByItsHash() throws IOException {
    String content = "[\"a {}\"]";
    Path file = file("ours.json", content);
    List<String> given = List.of("a photo of a {}.", "clip-7", "ours", "gone");
    assertThat(catalog().hashes(given)).isEqualTo(Map.of("ours", Sha256.of(content), "gone", ""));
    Files.writeString(file, "[\"the {}\"]");
    assertThat(catalog().hashes(given).get("ours")).isEqualTo(Sha256.of("[\"the {}\"]"));
  }

  @Test
  void aCommandMayLendAFileFromAnywhere() throws IOException {
    PromptCatalog catalog = catalog();
    Path file = Files.writeString(home.resolve("mine.json"), "[\"my {}\"]");
    assertThat(catalog.lend(file)).isEqualTo("mine");
    assertThat(catalog.resolve(List.of("mine")).of("cat")).containsExactly("my cat");
    assertThat(catalog.hashes(List.of("mine"))).containsEntry("mine", Sha256.of("[\"my {}\"]"));
    assertThatThrownBy(() -> catalog().resolve(List.of("mine")))
        .as("others do not have it")
        .hasMessageContaining("unknown prompts");
    assertThatThrownBy(() -> catalog.lend(home.resolve("gone.json")))
        .isInstanceOf(PromptException.class)
        .hasMessageContaining("there is no file");
    Path taken = Files.writeString(home.resolve("clip-7.json"), "[\"my {}\"]");
    assertThatThrownBy(() -> catalog.lend(taken)).hasMessageContaining("NAME.json");
  }
}
