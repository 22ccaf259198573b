package io.coterie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sizes and names at their edges, from disk to disk. */
class FilesIT {

  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;

  @TempDir private Path root;

  @Test
  void everySizeAndNameArrivesIdentical() throws IOException {
    try (House house = House.start(root, 1)) {
      Path in = House.directory(house.files().resolve("in"));
      Map<String, Path> files = new LinkedHashMap<>();
      long[] sizes = {
        0, 1, 16 * KIB - 1, 16 * KIB, 16 * KIB + 1, 256 * KIB, MIB - 1, MIB, MIB + 1, 3 * MIB + 5
      };
      for (long size : sizes) {
        files.put("f" + size, Content.random(in.resolve("f" + size), size, size));
      }
      for (String name :
          List.of(
              "with spaces and 'quotes'.txt",
              "Grüße, 世界 🎈.txt",
              "-leading-dash",
              "semi;colon#hash.txt",
              "x".repeat(255))) {
        files.put(name, Content.random(in.resolve(name), 70 * KIB, name.hashCode()));
      }
      Path out = House.directory(house.files().resolve("out"));
      List<String> shares = new ArrayList<>(List.of("create_group edge"));
      List<String> fetches = new ArrayList<>();
      files.forEach(
          (name, file) -> {
            shares.add("upload_file " + Member.quote(file.toString()) + " edge");
            fetches.add("download_file edge " + Member.quote(name) + " " + out);
          });
      fetches.add("wait_downloads 120");
      Member alice = house.member("alice");
      alice.run(shares.toArray(String[]::new)).ok();
      Member bob = house.member("bob");
      bob.join("edge", alice);
      bob.run(fetches.toArray(String[]::new)).ok();
      for (Map.Entry<String, Path> file : files.entrySet()) {
        assertThat(Files.mismatch(file.getValue(), out.resolve(file.getKey())))
            .as(file.getKey())
            .isEqualTo(-1);
      }
      try (var left = Files.list(out)) {
        assertThat(left).as("no partial file stays").hasSize(files.size());
      }
    }
  }

  @Test
  void aSparseFileOfMoreThanFourGibibytesArrivesIdentical() throws IOException {
    try (House house = House.start(root, 1)) {
      Path file = Content.sparse(house.files().resolve("disk.img"), (4L << 30) + 12_345);
      Member alice = house.member("alice");
      alice.shareInNewGroup(file, "images");
      Member bob = house.member("bob");
      bob.join("images", alice);
      Path copy = house.files().resolve("copy.img");
      bob.download("images", "disk.img", copy);
      assertThat(Files.mismatch(file, copy)).isEqualTo(-1);
      assertThat(bob.daemon().peakMemory()).isLessThan(512 * MIB);
    }
  }

  @Test
  void anExistingDestinationIsKept() throws IOException {
    try (House house = House.start(root, 1)) {
      Path file = Content.random(house.files().resolve("a.bin"), 1000, 1);
      Member alice = house.member("alice");
      alice.shareInNewGroup(file, "g");
      Member bob = house.member("bob");
      bob.join("g", alice);
      Path there = house.files().resolve("there");
      Files.writeString(there, "mine");
      bob.run("download_file g a.bin " + there).refused("exists", "--force");
      assertThat(there).hasContent("mine");
      bob.run("download_file g a.bin " + there + " --force", "wait_downloads 30").ok();
      assertThat(Files.mismatch(file, there)).isEqualTo(-1);
    }
  }

  @Test
  void aFileChangedAfterSharingIsNeverServedWrong() throws IOException {
    try (House house = House.start(root, 1)) {
      Path file = Content.random(house.files().resolve("a.bin"), 5 * MIB, 1);
      Member alice = house.member("alice");
      alice.shareInNewGroup(file, "g");
      Member bob = house.member("bob");
      bob.join("g", alice);
      Content.random(file, 5 * MIB, 2);
      Path copy = house.files().resolve("copy.bin");
      Ran ran = bob.run("download_file g a.bin " + copy, "wait_downloads 5");
      assertThat(ran.exit()).isEqualTo(1);
      assertThat(copy).doesNotExist();
      alice.await("list_files g", "unavailable");
    }
  }
}
