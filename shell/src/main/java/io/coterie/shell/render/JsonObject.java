package io.coterie.shell.render;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.List;

/** Makes results that no message of the services has a shape for. Not thread-safe. */
public final class JsonObject {
  private final Struct.Builder fields = Struct.newBuilder();

  /** Adds a text. */
  public JsonObject with(String name, String text) {
    return with(name, Value.newBuilder().setStringValue(text));
  }

  /** Adds a truth value. */
  public JsonObject with(String name, boolean truth) {
    return with(name, Value.newBuilder().setBoolValue(truth));
  }

  /** Adds a number, exact up to 2^53. */
  public JsonObject with(String name, long number) {
    return with(name, Value.newBuilder().setNumberValue((double) number));
  }

  /** Adds a list of objects. */
  public JsonObject with(String name, List<Struct> objects) {
    ListValue.Builder list = ListValue.newBuilder();
    objects.forEach(object -> list.addValues(Value.newBuilder().setStructValue(object)));
    return with(name, Value.newBuilder().setListValue(list));
  }

  /** Adds an object. */
  public JsonObject with(String name, Struct object) {
    return with(name, Value.newBuilder().setStructValue(object));
  }

  /** Adds a list of texts. */
  public JsonObject withTexts(String name, List<String> texts) {
    ListValue.Builder list = ListValue.newBuilder();
    texts.forEach(text -> list.addValues(Value.newBuilder().setStringValue(text)));
    return with(name, Value.newBuilder().setListValue(list));
  }

  /** The object. */
  public Struct build() {
    return fields.build();
  }

  private JsonObject with(String name, Value.Builder value) {
    fields.putFields(name, value.build());
    return this;
  }
}
