package io.coterie.e2e.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.e2e.Proc;
import io.coterie.e2e.Ran;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** A pod of the manifests as a real process, with its command, environment, volumes and probes. */
final class Pod implements AutoCloseable {

  /** What the image's WORKDIR holds. */
  private static final Path IMAGE =
      Path.of(System.getProperty("coterie.dist", "../dist/target/coterie")).toAbsolutePath();

  private final PodSpec spec;
  private final Container container;
  private final Ports ports;
  private final Mounts mounts;
  private final Map<String, String> environment;
  private final Path logs;
  private final Proc process;

  private Pod(
      PodSpec spec,
      Ports ports,
      Mounts mounts,
      Map<String, String> environment,
      Path logs,
      Proc process) {
    this.spec = spec;
    this.container = spec.getContainers().get(0);
    this.ports = ports;
    this.mounts = mounts;
    this.environment = environment;
    this.logs = logs;
    this.process = process;
  }

  /**
   * Starts the container.
   *
   * @param ports where its ports are on this machine
   * @param variables the values of variables that come from Secrets, by name
   * @param names replaces names that only a cluster resolves
   */
  static Pod start(
      String name,
      PodSpec spec,
      Ports ports,
      Mounts mounts,
      Map<String, String> variables,
      UnaryOperator<String> names,
      Path logs) {
    Container container = spec.getContainers().get(0);
    List<String> command = new ArrayList<>(container.getCommand());
    for (String argument : container.getArgs()) {
      command.add(names.apply(mounts.mapped(ports.mapped(argument))));
    }
    Map<String, String> environment = new HashMap<>();
    for (EnvVar variable : container.getEnv()) {
      environment.put(
          variable.getName(),
          variable.getValue() == null
              ? variables.getOrDefault(variable.getName(), "")
              : mounts.mapped(variable.getValue()));
    }
    // The process may write to mounts only; what it writes elsewhere would go unseen here.
    environment.put("HOME", "/nonexistent");
    environment.put("COTERIE_JAVA_OPTS", "-Djava.io.tmpdir=" + mounts.at("/tmp"));
    Proc process = Proc.start(name, logs, environment, IMAGE, inImage(command));
    return new Pod(spec, ports, mounts, environment, logs, process);
  }

  /** Runs a command to its end inside the container, as {@code kubectl exec} does. */
  Ran exec(List<String> command) {
    List<String> mapped =
        command.stream().map(argument -> mounts.mapped(ports.mapped(argument))).toList();
    try (Proc inside = Proc.start("exec", logs, environment, IMAGE, inImage(mapped))) {
      return new Ran(inside.awaitExit(), inside.stdout(), inside.stderr());
    }
  }

  private static List<String> inImage(List<String> command) {
    List<String> found = new ArrayList<>(command);
    if (found.get(0).startsWith("bin/")) {
      found.set(0, IMAGE.resolve(found.get(0)).toString());
    }
    return found;
  }

  /** Runs its postStart hook, and waits as long as the startup probe allows. */
  Pod awaitStarted() throws InterruptedException {
    hook(Lifecycle::getPostStart).ifPresent(hook -> exec(hook.getExec().getCommand()).ok());
    Duration period = Duration.ofSeconds(container.getStartupProbe().getPeriodSeconds());
    Awaitility.await()
        .atMost(period.multipliedBy(container.getStartupProbe().getFailureThreshold()))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              assertThat(process.isAlive()).as(process.stdout() + process.stderr()).isTrue();
              return Kubelet.probe(container.getStartupProbe(), ports);
            });
    assertThat(Kubelet.passes(container.getLivenessProbe(), ports)).isTrue();
    assertThat(Kubelet.passes(container.getReadinessProbe(), ports)).isTrue();
    return this;
  }

  /** Where a port of the container is on this machine. */
  String address(int containerPort) {
    return ports.address(containerPort);
  }

  Mounts mounts() {
    return mounts;
  }

  /** What it has said. */
  String output() {
    return process.stdout() + process.stderr();
  }

  /**
   * Ends it as a kubelet does, once the preStop hook is over: it has to drain within what is left
   * of the grace period, and to end by itself.
   */
  void terminate() {
    long grace = spec.getTerminationGracePeriodSeconds();
    long preStop = hook(Lifecycle::getPreStop).map(hook -> hook.getSleep().getSeconds()).orElse(0L);
    long begin = System.nanoTime();
    assertThat(process.terminate()).as(process.stderr()).isZero();
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .as("drained within the grace period")
        .isLessThan(Duration.ofSeconds(grace - preStop));
  }

  private Optional<LifecycleHandler> hook(Function<Lifecycle, LifecycleHandler> which) {
    return Optional.ofNullable(container.getLifecycle()).map(which);
  }

  @Override
  public void close() {
    process.close();
  }
}
