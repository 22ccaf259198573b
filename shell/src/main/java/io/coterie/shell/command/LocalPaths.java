package io.coterie.shell.command;

import io.coterie.rpc.validate.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes absolute paths of what users type.
 *
 * @param workingDirectory what relative paths start from
 * @param home what {@code ~} stands for
 */
public record LocalPaths(Path workingDirectory, Path home) {
  /** How many entries of a folder are looked at. */
  private static final int MOST_CHILDREN = 10_000;

  /**
   * An entry of a folder.
   *
   * @param name the name without the folder's
   * @param folder whether it is a folder itself
   */
  public record Child(String name, boolean folder) {}

  /** The paths of this process and its user. */
  public static LocalPaths ofProcess() {
    return new LocalPaths(Path.of("").toAbsolutePath(), Path.of(System.getProperty("user.home")));
  }

  /**
   * The path that {@code typed} means.
   *
   * @throws CommandFailure when it cannot be a path
   */
  public Path resolve(String typed) {
    if (typed.isEmpty()) {
      throw new CommandFailure("the path is empty; write \".\" for the working directory");
    }
    try {
      if (typed.equals("~") || typed.startsWith("~/")) {
        return home.resolve(typed.substring(Math.min(2, typed.length()))).normalize();
      }
      return workingDirectory.resolve(typed).normalize();
    } catch (InvalidPathException e) {
      throw new CommandFailure(
          "\"" + Names.display(typed) + "\" cannot be a path: " + Names.display(e.getReason()));
    }
  }

  /**
   * The place to write to that {@code typed} means. A slash at its end says that it is a folder.
   *
   * @throws CommandFailure when it cannot be a path, or is no folder where it says so
   */
  public Path destination(String typed) {
    Path path = resolve(typed);
    if (typed.endsWith("/") && !Files.isDirectory(path)) {
      throw new CommandFailure(
          "there is no folder " + Names.display(path.toString()) + "; make it first");
    }
    return path;
  }

  /**
   * What is in the folder that {@code typed} means; nothing when it is none or cannot be read.
   *
   * @throws CommandFailure when it cannot be a path
   */
  public List<Child> children(String typed) {
    try (Stream<Path> entries = Files.list(resolve(typed))) {
      return entries
          .limit(MOST_CHILDREN)
          .map(entry -> new Child(String.valueOf(entry.getFileName()), Files.isDirectory(entry)))
          .toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }
}
