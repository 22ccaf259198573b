package io.coterie.tracker.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Tells whether two requests are the same without keeping them. Fields marked debug_redact enter
 * through {@link SecretDigest} only: a fast hash of a password in the store would undo the slow one
 * beside it.
 */
final class Fingerprints {

  private static final int SALT_BYTES = 16;

  private final SecretDigest secrets;

  Fingerprints(SecretDigest secrets) {
    this.secrets = secrets;
  }

  /** Hex of a SHA-256 over the request's type and content. */
  String of(RequestKey key, Message request) {
    Message.Builder open = request.toBuilder();
    StringBuilder secret = new StringBuilder();
    for (FieldDescriptor field : request.getDescriptorForType().getFields()) {
      if (field.getOptions().getDebugRedact()) {
        String value = (String) request.getField(field);
        secret.append(value.length()).append(':').append(value);
        open.clearField(field);
      }
    }
    MessageDigest digest = sha256();
    digest.update(request.getDescriptorForType().getFullName().getBytes(UTF_8));
    digest.update((byte) 0);
    digest.update(open.build().toByteArray());
    if (!secret.isEmpty()) {
      digest.update(secrets.digest(secret.toString(), salt(key)));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static byte[] salt(RequestKey key) {
    byte[] hash = sha256().digest((key.caller() + "\n" + key.requestId()).getBytes(UTF_8));
    return Arrays.copyOf(hash, SALT_BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
