package io.coterie.e2e.k8s;

import io.coterie.e2e.House;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import java.util.HashMap;
import java.util.Map;

/** Free ports of the loopback interface for the ports of a container. */
record Ports(Map<Integer, String> addresses) {

  static Ports of(Container container) {
    Map<Integer, String> free = new HashMap<>();
    for (ContainerPort port : container.getPorts()) {
      free.put(port.getContainerPort(), House.freeAddress());
    }
    return new Ports(Map.copyOf(free));
  }

  /** Where a port of the container is on this machine. */
  String address(int containerPort) {
    String address = addresses.get(containerPort);
    if (address == null) {
      throw new AssertionError("the container declares no port " + containerPort);
    }
    return address;
  }

  /** An argument with what it binds replaced. */
  String mapped(String argument) {
    String mapped = argument;
    for (Map.Entry<Integer, String> port : addresses.entrySet()) {
      mapped = mapped.replace("0.0.0.0:" + port.getKey(), port.getValue());
    }
    return mapped;
  }
}
