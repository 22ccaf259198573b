package io.coterie.e2e.faults;

import java.util.Optional;
import java.util.Random;

/** What a client asks for next. */
final class Plan {

  private final World world;
  private final String user;
  private final Random random;

  Plan(World world, String user, Random random) {
    this.world = world;
    this.user = user;
    this.random = random;
  }

  /** A change of a group, and what is believed of that group; the latter is empty for a new one. */
  record Step(Change change, Optional<Circle> circle) {}

  Step next() {
    Optional<Circle> somewhere = somewhere();
    if (somewhere.isEmpty() || random.nextInt(50) == 0) {
      return new Step(Change.of(Action.CREATE, world.freshName("g"), user), Optional.empty());
    }
    Circle circle = somewhere.get();
    Change change =
        circle.isMember(user)
            ? circle.isOwner(user) ? asOwner(circle) : asMember(circle)
            : asStranger(circle);
    return new Step(change, somewhere);
  }

  /** A group where there is something to do for the user, if one is soon found. */
  private Optional<Circle> somewhere() {
    Optional<Circle> found = world.somewhere(random);
    for (int i = 0; i < 10 && found.filter(circle -> circle.isAsking(user)).isPresent(); i++) {
      found = world.somewhere(random);
    }
    return found;
  }

  private Change asStranger(Circle circle) {
    boolean takesBack = circle.isAsking(user) && random.nextInt(2) == 0;
    return Change.of(takesBack ? Action.LEAVE : Action.JOIN, circle.name(), user);
  }

  private Change asOwner(Circle circle) {
    Optional<String> asking = circle.somebodyAsking(random);
    if (asking.isPresent() && random.nextInt(3) > 0) {
      Action answer = random.nextInt(4) == 0 ? Action.REJECT : Action.ACCEPT;
      return Change.on(answer, circle.name(), user, asking.get());
    }
    Optional<String> member = circle.memberBeside(user, random);
    int die = random.nextInt(8);
    if (member.isPresent() && die == 0 && !circle.isFounder(member.get())) {
      return Change.on(Action.REMOVE, circle.name(), user, member.get());
    }
    if (member.isPresent() && die == 1) {
      return Change.on(Action.TRANSFER, circle.name(), user, member.get());
    }
    return asMember(circle);
  }

  private Change asMember(Circle circle) {
    int die = random.nextInt(10);
    if (die == 0 && !circle.isFounder(user)) {
      return Change.of(Action.LEAVE, circle.name(), user);
    }
    Optional<String> shared = circle.fileSharedBy(user, random);
    if (die < 4 && shared.isPresent()) {
      return Change.file(Action.STOP_SHARE, circle.name(), user, shared.get());
    }
    String file =
        circle
            .fileNeverSharedBy(user, random)
            .filter(other -> die < 7 && circle.claimShare(other, user))
            .orElseGet(() -> world.freshName("f"));
    circle.claimShare(file, user);
    return Change.file(Action.SHARE, circle.name(), user, file);
  }
}
