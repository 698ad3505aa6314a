package dev.attune.playground.web;

import dev.attune.form.Form;
import dev.attune.playground.PictureTask;
import dev.attune.playground.Session;
import dev.attune.spec.FieldProblem;
import dev.attune.spec.InvalidRequestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.multipart.MultipartFile;

/** From the parts of a multipart request to a session. */
@Component
class Uploads {
  /** The picture itself, and the token of a page's form. */
  private static final Set<String> OTHER_FIELDS = Set.of("image", "_csrf");

  private final Map<String, PictureTask<?>> tasks;

  Uploads(List<PictureTask<?>> tasks) {
    this.tasks = tasks.stream().collect(Collectors.toMap(PictureTask::task, Function.identity()));
  }

  /** The form of a task's request, with values in its fields. */
  Form<?> form(Kind kind, MultiValueMap<String, String> values) {
    return new Form<>(task(kind).requestType(), values);
  }

  /**
   * Starts what was asked for.
   *
   * @throws InvalidRequestException naming every field that is wrong
   */
  Session start(Kind kind, MultiValueMap<String, String> values, @Nullable MultipartFile image) {
    return start(task(kind), values, bytes(image));
  }

  private static <T extends Record> Session start(
      PictureTask<T> task, MultiValueMap<String, String> values, byte @Nullable [] image) {
    Form<T> form = new Form<>(task.requestType(), new LinkedMultiValueMap<>(values));
    form.rejectUnknown(OTHER_FIELDS);
    T request = form.request();
    if (!form.problems().isEmpty()) {
      throw new InvalidRequestException(
          form.problems().entrySet().stream()
              .map(p -> new FieldProblem(p.getKey(), p.getValue()))
              .toList());
    }
    return task.start(request, image);
  }

  private PictureTask<?> task(Kind kind) {
    PictureTask<?> task = tasks.get(kind.task());
    if (task == null) {
      throw new IllegalStateException("nobody does " + kind.task());
    }
    return task;
  }

  /** A browser sends a part without name and content where no file was chosen. */
  private static byte @Nullable [] bytes(@Nullable MultipartFile image) {
    if (image == null || (image.isEmpty() && nameless(image))) {
      return null;
    }
    try {
      return image.getBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("an upload cannot be read", e);
    }
  }

  private static boolean nameless(MultipartFile image) {
    String name = image.getOriginalFilename();
    return name == null || name.isEmpty();
  }
}
