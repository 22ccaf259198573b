package io.coterie.tracker.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.store.Deployment;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes page tokens: the place in the list, sealed (HMAC-SHA256, half of it) together with the
 * request and its caller under the deployment's secret, so that a token goes with its own request
 * only, at any tracker. Thread-safe.
 */
public final class PageTokens {

  private static final int SEAL_BYTES = 16;
  private static final String SEPARATOR = "\0";

  private final SecretKeySpec key;

  public PageTokens(Deployment deployment) {
    key = new SecretKeySpec(deployment.secret().toByteArray(), "HmacSHA256");
  }

  /** Makes the token for the next page of a request. The parts hold no NUL. */
  String create(Message request, String caller, String... place) {
    byte[] content = String.join(SEPARATOR, place).getBytes(UTF_8);
    byte[] seal = seal(request, caller, content);
    byte[] token = ByteBuffer.allocate(SEAL_BYTES + content.length).put(seal).put(content).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /**
   * Reads the place out of the token that came with a request; empty without one.
   *
   * @param parts how many parts the place has
   * @throws Refusal PAGE_TOKEN_INVALID when it was made for another request
   */
  Optional<List<String>> read(Message request, String caller, int parts) {
    String token = (String) request.getField(field(request, "page_token"));
    if (token.isEmpty()) {
      return Optional.empty();
    }
    byte[] bytes = decode(token);
    byte[] seal = Arrays.copyOf(bytes, Math.min(SEAL_BYTES, bytes.length));
    byte[] content = Arrays.copyOfRange(bytes, seal.length, bytes.length);
    List<String> place = List.of(new String(content, UTF_8).split(SEPARATOR, -1));
    if (!MessageDigest.isEqual(seal, seal(request, caller, content)) || place.size() != parts) {
      throw invalid();
    }
    return Optional.of(place);
  }

  private byte[] seal(Message request, String caller, byte[] content) {
    Message same =
        request.toBuilder()
            .clearField(field(request, "page_token"))
            .clearField(field(request, "page_size"))
            .build();
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      for (byte[] part :
          List.of(
              request.getDescriptorForType().getFullName().getBytes(UTF_8),
              caller.getBytes(UTF_8),
              same.toByteArray())) {
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.length));
        mac.update(part);
      }
      return Arrays.copyOf(mac.doFinal(content), SEAL_BYTES);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
    }
  }

  private static FieldDescriptor field(Message request, String name) {
    return request.getDescriptorForType().findFieldByName(name);
  }

  private static byte[] decode(String token) {
    try {
      return Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException malformed) {
      throw invalid();
    }
  }

  private static Refusal invalid() {
    return new Refusal(
            ErrorReason.ERROR_REASON_PAGE_TOKEN_INVALID,
            "the page token was made for another request; start from the first page")
        .withField("page_token", "was made for another request");
  }
}
