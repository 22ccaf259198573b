package io.coterie.e2e.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.e2e.Proc;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final Proc process;

  private Pod(PodSpec spec, Ports ports, Mounts mounts, Proc process) {
    this.spec = spec;
    this.container = spec.getContainers().get(0);
    this.ports = ports;
    this.mounts = mounts;
    this.process = process;
  }

  /**
   * Starts the container.
   *
   * @param variables the values of variables that come from Secrets, by name
   * @param names replaces names that only a cluster resolves
   */
  static Pod start(
      String name,
      PodSpec spec,
      Mounts mounts,
      Map<String, String> variables,
      UnaryOperator<String> names,
      Path logs) {
    Container container = spec.getContainers().get(0);
    Ports ports = Ports.of(container);
    List<String> command = new ArrayList<>();
    for (String argument : container.getCommand()) {
      command.add(IMAGE.resolve(argument).toString());
    }
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
    return new Pod(spec, ports, mounts, Proc.start(name, logs, environment, command));
  }

  /** Waits as long as the startup probe allows. */
  Pod awaitStarted() throws InterruptedException {
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
    long preStop = container.getLifecycle().getPreStop().getSleep().getSeconds();
    long begin = System.nanoTime();
    assertThat(process.terminate()).as(process.stderr()).isZero();
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .as("drained within the grace period")
        .isLessThan(Duration.ofSeconds(grace - preStop));
  }

  @Override
  public void close() {
    process.close();
  }
}
