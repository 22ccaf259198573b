package io.coterie.rpc.validate;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import io.coterie.rpc.v1.Limits;
import java.math.BigInteger;
import java.util.Optional;

/** {@code min} and {@code max} of integers. */
final class RangeRule implements FieldRule {

  @Override
  public boolean appliesTo(FieldDescriptor field, Limits limits) {
    return (field.getJavaType() == JavaType.INT || field.getJavaType() == JavaType.LONG)
        && (limits.hasMin() || limits.hasMax());
  }

  @Override
  public Optional<String> problem(FieldDescriptor field, Limits limits, Object value) {
    BigInteger number = toNumber(field, (Number) value);
    if (limits.hasMin() && number.compareTo(BigInteger.valueOf(limits.getMin())) < 0) {
      return Optional.of("must be at least " + limits.getMin());
    }
    if (limits.hasMax() && number.compareTo(BigInteger.valueOf(limits.getMax())) > 0) {
      return Optional.of("must be at most " + limits.getMax());
    }
    return Optional.empty();
  }

  private static BigInteger toNumber(FieldDescriptor field, Number value) {
    return switch (field.getType()) {
      case UINT32, FIXED32 -> BigInteger.valueOf(Integer.toUnsignedLong(value.intValue()));
      case UINT64, FIXED64 -> new BigInteger(Long.toUnsignedString(value.longValue()));
      default -> BigInteger.valueOf(value.longValue());
    };
  }
}
