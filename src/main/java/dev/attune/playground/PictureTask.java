package dev.attune.playground;

import dev.attune.spec.InvalidRequestException;
import dev.attune.worker.LaneFullException;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be asked about one picture.
 *
 * @param <T> the request
 */
public interface PictureTask<T extends Record> {

  /** The task's name in the API, such as {@code classification}. */
  String task();

  Class<T> requestType();

  /**
   * Checks a request and starts on it.
   *
   * @param image the picture's file, or null where the request names a picture that is here
   * @throws InvalidRequestException naming every field that is wrong
   * @throws LaneFullException when too many people wait already
   * @throws NoEngineException when this process only serves
   */
  Session start(T request, byte @Nullable [] image);
}
