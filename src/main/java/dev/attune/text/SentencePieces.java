package dev.attune.text;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * A SentencePiece file of the unigram kind (Kudo 2018, arXiv 1804.10959), as the text of a {@code
 * tokenizer.json}. The file is a Protocol Buffers message; the numbers of its fields are those of
 * SentencePiece's {@code sentencepiece_model.proto}.
 */
public final class SentencePieces {
  /** The file's usual name. */
  public static final String FILE = "spiece.model";

  private static final String SPACE = "\u2581";
  private static final int UNIGRAM = 1;
  private static final int NORMAL = 1;
  private static final int UNKNOWN = 2;
  private static final int CONTROL = 3;

  private final List<List<Object>> vocabulary = new ArrayList<>();
  private final List<Object> special = new ArrayList<>();
  private int unknown;
  private long kind = UNIGRAM;
  private byte[] characters = {};
  private boolean prefix = true;
  private boolean tidy = true;

  private SentencePieces() {}

  /**
   * Composes a {@code tokenizer.json}; it adds no special tokens to a text.
   *
   * @param model the file's content
   * @throws TokenizerException when it is broken, or of another kind
   */
  public static byte[] json(byte[] model) {
    SentencePieces pieces = new SentencePieces();
    try {
      fields(ByteBuffer.wrap(model), pieces::read);
    } catch (BufferUnderflowException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | ClassCastException e) {
      throw new TokenizerException(FILE, "is no SentencePiece file, or truncated", e);
    }
    if (pieces.kind != UNIGRAM || pieces.vocabulary.isEmpty()) {
      throw new TokenizerException(
          FILE, "is not of the unigram kind; put the model's tokenizer.json beside it");
    }
    return TokenizerJson.bytes(pieces.compose());
  }

  private void read(int field, Object value) {
    if (field == 1) {
      Piece piece = new Piece();
      fields((ByteBuffer) value, piece::read);
      add(piece);
    } else if (field == 2) {
      fields((ByteBuffer) value, (f, v) -> kind = f == 3 ? (Long) v : kind);
    } else if (field == 3) {
      fields((ByteBuffer) value, this::readNormalizer);
    }
  }

  private void readNormalizer(int field, Object value) {
    if (field == 2) {
      characters = bytes(value);
    } else if (field == 3) {
      prefix = (Long) value != 0;
    } else if (field == 4) {
      tidy = (Long) value != 0;
    }
  }

  private void add(Piece piece) {
    int id = vocabulary.size();
    if (piece.type == UNKNOWN) {
      unknown = id;
    }
    if (piece.type == UNKNOWN || piece.type == CONTROL) {
      special.add(TokenizerJson.added(piece.text, id));
    }
    vocabulary.add(List.of(piece.text, piece.score));
  }

  private Map<String, Object> compose() {
    List<Object> steps = new ArrayList<>();
    if (characters.length > 0) {
      String map = Base64.getEncoder().encodeToString(characters);
      steps.add(Map.of("type", "Precompiled", "precompiled_charsmap", map));
    }
    if (tidy) {
      steps.add(replace("\\A +| +\\z", ""));
      steps.add(replace(" {2,}", " "));
    }
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("type", "Unigram");
    model.put("unk_id", unknown);
    model.put("vocab", vocabulary);
    model.put("byte_fallback", false);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", "1.0");
    json.put("added_tokens", special);
    json.put("normalizer", Map.of("type", "Sequence", "normalizers", steps));
    json.put(
        "pre_tokenizer",
        Map.of(
            "type",
            "Metaspace",
            "replacement",
            SPACE,
            "prepend_scheme",
            prefix ? "always" : "never",
            "split",
            false));
    json.put("model", model);
    return json;
  }

  private static Map<String, Object> replace(String pattern, String by) {
    return Map.of("type", "Replace", "pattern", Map.of("Regex", pattern), "content", by);
  }

  /** Hands out the fields of a message: whole numbers, floats, and everything else as bytes. */
  private static void fields(ByteBuffer message, BiConsumer<Integer, Object> reader) {
    message.order(ByteOrder.LITTLE_ENDIAN);
    while (message.hasRemaining()) {
      long key = number(message);
      Object value =
          switch ((int) (key & 7)) {
            case 0 -> number(message);
            case 1 -> message.getLong();
            case 2 -> part(message, (int) number(message));
            case 5 -> message.getFloat();
            default -> throw new IllegalArgumentException("there is no such field type");
          };
      reader.accept((int) (key >>> 3), value);
    }
  }

  private static long number(ByteBuffer message) {
    long number = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = message.get();
      number |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw new IllegalArgumentException("a number is too long");
  }

  private static ByteBuffer part(ByteBuffer message, int length) {
    ByteBuffer part =
        message.slice(message.position(), Objects.checkIndex(length, message.remaining() + 1));
    message.position(message.position() + length);
    return part;
  }

  private static byte[] bytes(Object value) {
    byte[] bytes = new byte[((ByteBuffer) value).remaining()];
    ((ByteBuffer) value).get(bytes);
    return bytes;
  }

  /** One entry of the vocabulary. */
  private static final class Piece {
    private String text = "";
    private float score;
    private long type = NORMAL;

    private void read(int field, Object value) {
      if (field == 1) {
        text = new String(bytes(value), StandardCharsets.UTF_8);
      } else if (field == 2) {
        score = (Float) value;
      } else if (field == 3) {
        type = (Long) value;
      }
    }
  }
}
