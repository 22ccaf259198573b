package io.coterie.rpc.validate;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import io.coterie.rpc.error.FieldViolation;
import io.coterie.rpc.v1.Limits;
import io.coterie.rpc.v1.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The limits that a message type declares, its nested messages included. One per type, made once.
 * Thread-safe.
 */
final class MessageRules {

  private static final List<FieldRule> RULES =
      List.of(new LengthRule(), new RangeRule(), new TextRule());

  /** More than this is not reported: one request could break its limits a thousand times. */
  private static final int MAX_VIOLATIONS = 10;

  private static final Map<Descriptor, MessageRules> ALL = new ConcurrentHashMap<>();

  private record FieldLimits(FieldDescriptor field, Limits limits, List<FieldRule> rules) {}

  private final List<FieldLimits> fields;

  private MessageRules(Descriptor type) {
    fields =
        type.getFields().stream()
            .map(
                field -> {
                  Limits limits = field.getOptions().getExtension(Options.limits);
                  List<FieldRule> rules =
                      RULES.stream().filter(rule -> rule.appliesTo(field, limits)).toList();
                  return new FieldLimits(field, limits, rules);
                })
            .toList();
  }

  static MessageRules of(Descriptor type) {
    return ALL.computeIfAbsent(type, MessageRules::new);
  }

  /** The limits that a message breaks, at most ten; empty when it keeps them all. */
  static List<FieldViolation> violations(Message message) {
    List<FieldViolation> found = new ArrayList<>();
    of(message.getDescriptorForType()).check(message, "", found);
    return found;
  }

  private void check(Message message, String prefix, List<FieldViolation> found) {
    for (FieldLimits declared : fields) {
      if (found.size() >= MAX_VIOLATIONS) {
        return;
      }
      String path = prefix + declared.field.getName();
      if (declared.field.isRepeated()) {
        checkItems(declared, (List<?>) message.getField(declared.field), path, found);
      } else {
        checkSingle(declared, message, path, found);
      }
    }
  }

  private static void checkItems(
      FieldLimits declared, List<?> items, String path, List<FieldViolation> found) {
    int max = declared.limits.getMaxItems();
    if (declared.limits.getRequired() && items.isEmpty()) {
      found.add(new FieldViolation(path, "is required"));
    } else if (items.size() > max) {
      found.add(
          new FieldViolation(path, "must have at most " + max + " items, not " + items.size()));
    } else {
      for (int i = 0; i < items.size() && found.size() < MAX_VIOLATIONS; i++) {
        checkValue(declared, items.get(i), path + "[" + i + "]", found);
      }
    }
  }

  private static void checkSingle(
      FieldLimits declared, Message message, String path, List<FieldViolation> found) {
    FieldDescriptor field = declared.field;
    Object value = message.getField(field);
    boolean absent = field.hasPresence() ? !message.hasField(field) : isZero(value);
    if (declared.limits.getRequired() && (absent || isZero(value))) {
      found.add(new FieldViolation(path, "is required"));
    } else if (!field.hasPresence() || !absent) {
      checkValue(declared, value, path, found);
    }
  }

  private static void checkValue(
      FieldLimits declared, Object value, String path, List<FieldViolation> found) {
    if (declared.field.getJavaType() == JavaType.MESSAGE) {
      Message nested = (Message) value;
      of(nested.getDescriptorForType()).check(nested, path + ".", found);
      return;
    }
    for (FieldRule rule : declared.rules) {
      rule.problem(declared.field, declared.limits, value)
          .ifPresent(problem -> found.add(new FieldViolation(path, problem)));
    }
  }

  private static boolean isZero(Object value) {
    if (value instanceof String text) {
      return text.isEmpty();
    }
    if (value instanceof ByteString bytes) {
      return bytes.isEmpty();
    }
    if (value instanceof EnumValueDescriptor constant) {
      return constant.getNumber() == 0;
    }
    return value instanceof Number number && number.longValue() == 0;
  }
}
