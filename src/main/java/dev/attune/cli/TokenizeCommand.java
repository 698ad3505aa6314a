package dev.attune.cli;

import ai.djl.ndarray.NDManager;
import dev.attune.hub.LanguageModelKind;
import dev.attune.hub.ModelCatalog;
import dev.attune.hub.ModelHub;
import dev.attune.hub.ModelInfo;
import dev.attune.text.LanguageTokenizer;
import dev.attune.text.TextTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Shows what a model's tokeniser makes of texts. */
@Command(
    name = "tokenize",
    description = "Prints the ids that a model's tokeniser makes of texts, a line each.",
    mixinStandardHelpOptions = true)
final class TokenizeCommand implements Callable<Integer> {

  @Parameters(paramLabel = "TEXT", arity = "0..*", description = "texts; or give --file")
  private List<String> texts = List.of();

  @Option(names = "--file", description = "a text a line, UTF-8")
  private @Nullable Path file;

  @Option(names = "--model", required = true, description = "an encoder or a language model")
  private String model = "";

  @Option(names = "--json", description = "a JSON object a line: text, ids, whether it was cut")
  private boolean json;

  @Mixin private HomeOption home = new HomeOption();

  @Spec private @Nullable CommandSpec spec;

  /**
   * What became of a text.
   *
   * @param cut whether it had more tokens than the model takes
   */
  private record Tokens(String text, long[] ids, boolean cut) {}

  @Override
  public Integer call() throws IOException {
    if (texts.isEmpty() == (file == null)) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), "give either texts or --file");
    }
    ModelCatalog models = ModelHub.at(home.get()).catalog();
    if (models.find(model).map(ModelInfo::kind).orElse(null) instanceof LanguageModelKind) {
      try (InputStream tokens = models.tokenizer(model);
          LanguageTokenizer tokenizer = LanguageTokenizer.load(tokens)) {
        print(text -> new Tokens(text, tokenizer.encode(text), false));
      }
      return 0;
    }
    try (NDManager manager = NDManager.newBaseManager()) {
      TextTokenizer tokenizer = models.encoder(model, manager).tokenizer();
      print(text -> new Tokens(text, tokenizer.encode(text), tokenizer.isCut(text)));
    }
    return 0;
  }

  private void print(Function<String, Tokens> tokenizer) throws IOException {
    if (file == null) {
      texts.forEach(text -> print(tokenizer.apply(text)));
      return;
    }
    try (TextLines lines = new TextLines(file)) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        print(tokenizer.apply(line));
      }
    }
  }

  private void print(Tokens tokens) {
    System.out.println(
        json
            ? JsonMapper.shared().writeValueAsString(tokens)
            : Arrays.stream(tokens.ids())
                .mapToObj(Long::toString)
                .collect(Collectors.joining(" ")));
    if (tokens.cut() && !json) {
      System.err.println("cut to %d tokens: %s".formatted(tokens.ids().length, tokens.text()));
    }
  }
}
