package io.coterie.e2e.faults;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The groups that clients work on, and names that nobody has used. Thread-safe. */
final class World {

  /** Only the youngest are worked on, so that many clients meet in each. */
  private static final int WORKED_ON = 40;

  private final String name;
  private final List<Circle> circles = new CopyOnWriteArrayList<>();
  private final AtomicInteger names = new AtomicInteger();

  World(String name) {
    this.name = name;
  }

  String freshName(String kind) {
    return name + "-" + kind + names.incrementAndGet();
  }

  void founded(String group, String founder) {
    circles.add(new Circle(group, founder));
  }

  Optional<Circle> somewhere(Random random) {
    int count = circles.size();
    return count == 0
        ? Optional.empty()
        : Optional.of(circles.get(count - 1 - random.nextInt(Math.min(count, WORKED_ON))));
  }
}
