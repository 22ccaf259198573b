package io.coterie.rpc.validate;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.coterie.rpc.v1.Limits;
import java.util.Optional;

/** One limit that a field may declare. Stateless. */
interface FieldRule {

  /** Whether the field declares this limit. */
  boolean appliesTo(FieldDescriptor field, Limits limits);

  /**
   * What is wrong with one value of the field (one element, when it is repeated), as a phrase to be
   * read after the field's name; never with the value in it.
   */
  Optional<String> problem(FieldDescriptor field, Limits limits, Object value);
}
