package io.coterie.peer.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * State files of one kind in a folder, by key. A damaged one is moved aside and reported, and harms
 * no other. Writers of the same key take turns.
 */
final class StateFolder<T> {
  /** What is added to the name of a damaged file. */
  static final String SET_ASIDE = ".corrupt";

  private final Path folder;
  private final String suffix;
  private final StateCodec<T> codec;

  /**
   * Uses an existing folder.
   *
   * @param suffix what the names of these files end with, after the key
   */
  StateFolder(Path folder, String suffix, StateCodec<T> codec) {
    this.folder = folder;
    this.suffix = suffix;
    this.codec = codec;
  }

  synchronized void write(String key, T value) throws IOException {
    StateFile.write(file(key), codec.encode(value));
  }

  synchronized void delete(String key) throws IOException {
    if (Files.deleteIfExists(file(key))) {
      Folders.sync(folder);
    }
  }

  /** Reads one; a damaged one is set aside, and counts as absent. */
  synchronized Optional<T> read(String key) throws IOException {
    List<String> problems = new ArrayList<>();
    return Files.exists(file(key)) ? read(file(key), problems) : Optional.empty();
  }

  /** Reads all, and removes what crashes left. */
  synchronized Loaded<T> load() throws IOException {
    List<T> entries = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Path file : files()) {
      String name = file.getFileName().toString();
      if (name.endsWith(suffix)) {
        read(file, problems).ifPresent(entries::add);
      } else if (name.endsWith(suffix + StateFile.TEMPORARY)) {
        Files.delete(file);
      }
    }
    return new Loaded<>(entries, problems);
  }

  private Optional<T> read(Path file, List<String> problems) throws IOException {
    try {
      return Optional.of(codec.decode(StateFile.read(file)));
    } catch (CorruptStateException e) {
      Path aside = file.resolveSibling(file.getFileName() + SET_ASIDE);
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      Folders.sync(folder);
      problems.add(
          "the state file " + file + " is damaged (" + e.getMessage() + "); it is now " + aside);
      return Optional.empty();
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private Path file(String key) {
    return folder.resolve(key + suffix);
  }
}
