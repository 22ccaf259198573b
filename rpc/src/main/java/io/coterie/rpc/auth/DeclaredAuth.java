package io.coterie.rpc.auth;

import com.google.protobuf.Descriptors.MethodDescriptor;
import io.coterie.rpc.v1.Auth;
import io.coterie.rpc.v1.Options;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;

/** Reads who may call a method from the method's proto option. */
public final class DeclaredAuth {

  private DeclaredAuth() {}

  /** The declared kind; UNSPECIFIED when the method declares none or has no descriptor. */
  public static Auth of(io.grpc.MethodDescriptor<?, ?> method) {
    if (method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier supplier) {
      MethodDescriptor descriptor = supplier.getMethodDescriptor();
      return descriptor.getOptions().getExtension(Options.auth);
    }
    return Auth.AUTH_UNSPECIFIED;
  }
}
