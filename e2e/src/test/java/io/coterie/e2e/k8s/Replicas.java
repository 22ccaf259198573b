package io.coterie.e2e.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.e2e.House;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The pods of a Deployment behind its Service, and what the cluster does to them. The Service's
 * port is the first tracker of a house's trackerinfo.txt.
 */
final class Replicas implements AutoCloseable {

  private final Rendered rendered;
  private final PodSpec template;
  private final Path folder;
  private final Outside outside;
  private final ServiceProxy service;
  private final int port;
  private final List<Pod> pods = new ArrayList<>();
  private int started;

  /**
   * What is not in the manifests.
   *
   * @param secrets the Secrets' files, by name
   * @param variables the values of variables that come from Secrets
   * @param names replaces names that only a cluster resolves
   */
  record Outside(
      Map<String, Map<String, String>> secrets,
      Map<String, String> variables,
      UnaryOperator<String> names) {

    static final Outside NOTHING = new Outside(Map.of(), Map.of(), name -> name);
  }

  /** Starts the first pods, one after the other as each finds the store. */
  static Replicas start(House house, Path folder, Rendered rendered, Outside outside, int count)
      throws InterruptedException {
    Replicas replicas = new Replicas(house, folder, rendered, outside);
    try {
      for (int i = 0; i < count; i++) {
        replicas.admit(replicas.launch());
      }
      return replicas;
    } catch (Throwable e) {
      replicas.close();
      throw e;
    }
  }

  private Replicas(House house, Path folder, Rendered rendered, Outside outside) {
    this.rendered = rendered;
    this.template = rendered.the(Deployment.class).getSpec().getTemplate().getSpec();
    this.folder = folder;
    this.outside = outside;
    ServicePort declared =
        rendered.all(Service.class).get(0).getSpec().getPorts().stream()
            .filter(each -> each.getName().equals("grpc"))
            .findFirst()
            .orElseThrow();
    this.port =
        template.getContainers().get(0).getPorts().stream()
            .filter(each -> each.getName().equals(declared.getTargetPort().getStrVal()))
            .findFirst()
            .orElseThrow()
            .getContainerPort();
    this.service = new ServiceProxy(house.trackerAddress(1));
  }

  List<Pod> pods() {
    return List.copyOf(pods);
  }

  /** Ends the only pod, and then starts another: the strategy Recreate. */
  void recreate() throws InterruptedException {
    assertThat(pods).hasSize(1);
    end(pods.get(0));
    admit(launch());
  }

  /** Starts a pod, and when it is ready ends an old one, until all are new: one by one. */
  void roll() throws InterruptedException {
    for (Pod old : List.copyOf(pods)) {
      admit(launch());
      end(old);
    }
  }

  private Pod launch() {
    String name = "pod" + ++started;
    Mounts mounts =
        Mounts.of(
            template, rendered, folder.resolve("claims"), folder.resolve(name), outside.secrets());
    Pod pod =
        Pod.start(
            name,
            template,
            Ports.of(template.getContainers().get(0)),
            mounts,
            outside.variables(),
            outside.names(),
            folder.resolve("logs"));
    pods.add(pod);
    return pod;
  }

  private void admit(Pod pod) throws InterruptedException {
    service.add(pod.awaitStarted().address(port));
  }

  /** New connections go elsewhere, and when all nodes know that the pod gets its signal. */
  private void end(Pod pod) {
    service.remove(pod.address(port));
    pod.terminate();
    pods.remove(pod);
  }

  @Override
  public void close() {
    service.close();
    pods.forEach(Pod::close);
  }
}
