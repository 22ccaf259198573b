package io.coterie.rpc.validate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.coterie.peer.v1.ChunkServiceOuterClass;
import io.coterie.peer.v1.ControlServiceOuterClass;
import io.coterie.rpc.v1.Auth;
import io.coterie.rpc.v1.Limits;
import io.coterie.rpc.v1.Options;
import io.coterie.tracker.v1.AccountServiceOuterClass;
import io.coterie.tracker.v1.FileServiceOuterClass;
import io.coterie.tracker.v1.GroupServiceOuterClass;
import io.coterie.tracker.v1.PresenceServiceOuterClass;
import io.coterie.tracker.v1.SessionServiceOuterClass;
import io.coterie.tracker.v1.TrustServiceOuterClass;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeclaredLimitsTest {

  private static final List<FileDescriptor> FILES =
      List.of(
          AccountServiceOuterClass.getDescriptor(),
          SessionServiceOuterClass.getDescriptor(),
          GroupServiceOuterClass.getDescriptor(),
          FileServiceOuterClass.getDescriptor(),
          PresenceServiceOuterClass.getDescriptor(),
          TrustServiceOuterClass.getDescriptor(),
          ChunkServiceOuterClass.getDescriptor(),
          ControlServiceOuterClass.getDescriptor());

  @Test
  void everyStringBytesAndListOfARequestHasAGreatestLength() {
    List<String> unbounded = new ArrayList<>();
    Set<Descriptor> seen = new HashSet<>();
    for (MethodDescriptor method : methods()) {
      collectUnbounded(method.getInputType(), seen, unbounded);
    }
    assertThat(seen).hasSizeGreaterThan(40);
    assertThat(unbounded).isEmpty();
  }

  @Test
  void everyMethodDeclaresWhoMayCallIt() {
    assertThat(methods())
        .isNotEmpty()
        .allSatisfy(
            method ->
                assertThat(method.getOptions().getExtension(Options.auth))
                    .as(method.getFullName())
                    .isNotEqualTo(Auth.AUTH_UNSPECIFIED));
  }

  private static List<MethodDescriptor> methods() {
    List<MethodDescriptor> methods = new ArrayList<>();
    for (FileDescriptor file : FILES) {
      for (ServiceDescriptor service : file.getServices()) {
        methods.addAll(service.getMethods());
      }
    }
    return methods;
  }

  private static void collectUnbounded(
      Descriptor type, Set<Descriptor> seen, List<String> unbounded) {
    if (!seen.add(type)) {
      return;
    }
    for (FieldDescriptor field : type.getFields()) {
      Limits limits = field.getOptions().getExtension(Options.limits);
      boolean text =
          field.getJavaType() == JavaType.STRING || field.getJavaType() == JavaType.BYTE_STRING;
      if ((text && limits.getMaxBytes() == 0)
          || (field.isRepeated() && limits.getMaxItems() == 0)) {
        unbounded.add(field.getFullName());
      }
      if (field.getJavaType() == JavaType.MESSAGE) {
        collectUnbounded(field.getMessageType(), seen, unbounded);
      }
    }
  }
}
