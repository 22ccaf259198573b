package io.coterie.rpc.validate;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import io.coterie.rpc.v1.Limits;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** {@code min_bytes} and {@code max_bytes} of strings and bytes. */
final class LengthRule implements FieldRule {

  @Override
  public boolean appliesTo(FieldDescriptor field, Limits limits) {
    return field.getJavaType() == JavaType.STRING || field.getJavaType() == JavaType.BYTE_STRING;
  }

  @Override
  public Optional<String> problem(FieldDescriptor field, Limits limits, Object value) {
    int length =
        value instanceof ByteString bytes
            ? bytes.size()
            : ((String) value).getBytes(StandardCharsets.UTF_8).length;
    int min = limits.getMinBytes();
    int max = limits.getMaxBytes();
    if (length == 0 || (length >= min && length <= max)) {
      return Optional.empty();
    }
    if (min == max) {
      return Optional.of("must have exactly " + max + " bytes, not " + length);
    }
    return Optional.of(
        length < min
            ? "must have at least " + min + " bytes, not " + length
            : "must have at most " + max + " bytes, not " + length);
  }
}
