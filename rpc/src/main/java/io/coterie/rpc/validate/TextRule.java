package io.coterie.rpc.validate;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import io.coterie.rpc.v1.Limits;
import io.coterie.rpc.v1.TextKind;
import java.util.Optional;

/** {@code text}: what the characters of a string may be. Empty strings pass. */
final class TextRule implements FieldRule {

  @Override
  public boolean appliesTo(FieldDescriptor field, Limits limits) {
    return field.getJavaType() == JavaType.STRING
        && limits.getText() != TextKind.TEXT_KIND_UNSPECIFIED;
  }

  @Override
  public Optional<String> problem(FieldDescriptor field, Limits limits, Object value) {
    String text = (String) value;
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return switch (limits.getText()) {
      case TEXT_KIND_NAME -> Names.nameProblem(text);
      case TEXT_KIND_FILE_NAME -> Names.fileNameProblem(text);
      case TEXT_KIND_TOKEN -> Names.tokenProblem(text);
      case TEXT_KIND_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }
}
