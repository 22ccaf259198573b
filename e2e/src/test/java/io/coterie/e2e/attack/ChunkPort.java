package io.coterie.e2e.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.e2e.Content;
import io.coterie.e2e.House;
import io.coterie.e2e.Member;
import io.coterie.peer.v1.ContentKey;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.tls.Identity;
import io.coterie.rpc.tls.PeerId;
import io.coterie.tracker.v1.File;
import io.coterie.tracker.v1.GetFileRequest;
import io.coterie.tracker.v1.ListSourcesRequest;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A peer that serves a file to a group of which mallory is a member, and what mallory has. */
final class ChunkPort implements AutoCloseable {

  static final String GROUP = "g";
  static final int SIZE = 5_000_000;

  private final House house;
  private final Wire wire;
  private final Member alice;
  private final Account mallory;
  private final PeerId target;

  ChunkPort(Path root) {
    house = House.start(root, 1);
    wire = new Wire(house);
    alice = house.member("alice");
    alice.shareInNewGroup(Content.random(house.files().resolve("a.bin"), SIZE, 1), GROUP);
    mallory = join("mallory");
    target =
        new PeerId(
            mallory
                .files()
                .listSources(
                    ListSourcesRequest.newBuilder().setGroup(GROUP).setName("a.bin").build())
                .getSources(0)
                .getPeerId());
  }

  House house() {
    return house;
  }

  Wire wire() {
    return wire;
  }

  /** The owner, whose peer is attacked. */
  Member alice() {
    return alice;
  }

  Account mallory() {
    return mallory;
  }

  ContentKey content() {
    return content("a.bin");
  }

  /** The content of a file of the group. */
  ContentKey content(String name) {
    File file =
        mallory
            .files()
            .getFile(GetFileRequest.newBuilder().setGroup(GROUP).setName(name).build())
            .getFile();
    return Chunks.content(file.getGroupId(), file.getRoot());
  }

  HostPort address() {
    return HostPort.parse(alice.address());
  }

  /** A user without a process whom alice lets into the group. */
  Account join(String user) {
    Account account = Account.register(wire.tracker(1), user);
    account.asksToJoin(GROUP);
    alice.run("accept_request " + GROUP + " " + user).ok();
    return account;
  }

  /** A connection to alice's peer that shows this, or nothing. */
  ManagedChannel connect(Optional<Identity> shown) {
    return wire.peer(alice.address(), target, shown);
  }

  /** What mallory may do. */
  Chunks asMallory() {
    return as(mallory);
  }

  /** What a member may do, over a connection of its own. */
  Chunks as(Account member) {
    return new Chunks(connect(Optional.of(member.identity())), member.grant(GROUP), content());
  }

  /** Asserts that no process has logged an error, and ends them. */
  @Override
  public void close() {
    wire.close();
    house.close();
    assertNoErrors(house);
  }

  static void assertNoErrors(House house) {
    try (Stream<Path> files = Files.walk(house.home())) {
      for (Path log : files.filter(file -> file.toString().endsWith(".log")).toList()) {
        assertThat(Files.readAllLines(log)).as("%s", log).noneMatch(line -> line.contains("ERROR"));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
