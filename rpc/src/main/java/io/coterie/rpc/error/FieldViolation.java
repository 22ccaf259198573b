package io.coterie.rpc.error;

/**
 * What is wrong with one field of a request.
 *
 * @param field the path of the field, for example {@code hello.endpoints[2].port}
 * @param description the rule that is broken, for example {@code is required}; never the value
 */
public record FieldViolation(String field, String description) {

  @Override
  public String toString() {
    return field + " " + description;
  }
}
