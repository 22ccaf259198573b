package io.coterie.rpc.tls;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The authorities of one deployment that a user confirmed at first contact, in a PEM file that
 * begins with a line that names the deployment. Replaced as a whole.
 */
public final class KnownAuthorities {

  private static final String HEADER = "# authorities of the Coterie deployment ";
  private static final Pattern FIRST_LINE =
      Pattern.compile("\\A" + Pattern.quote(HEADER) + "(\\S+)$", Pattern.MULTILINE);

  private final Path file;

  KnownAuthorities(Path file) {
    this.file = file;
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /** Remembers the authorities of a deployment in place of what was remembered. */
  public void remember(String deploymentId, List<X509Certificate> authorities) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Pem.writeCertificates(file, HEADER + deploymentId, authorities);
  }

  /**
   * Takes over the authorities that a tracker names whom a remembered one vouches for.
   *
   * @throws Refusal TRACKER_NOT_TRUSTED when they belong to another deployment
   */
  public void follow(String deploymentId, List<X509Certificate> authorities) throws IOException {
    require(deploymentId);
    if (!Pem.readCertificates(file).equals(authorities)) {
      remember(deploymentId, authorities);
    }
  }

  /**
   * Checks that what is remembered belongs to this deployment.
   *
   * @throws Refusal TRACKER_NOT_TRUSTED when it does not
   */
  public void require(String deploymentId) throws IOException {
    Optional<String> known = deployment();
    if (known.isPresent() && !known.get().equals(deploymentId)) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_TRACKER_NOT_TRUSTED,
          "the trackers belong to deployment "
              + deploymentId
              + ", but "
              + file
              + " was confirmed for deployment "
              + known.get()
              + "; set COTERIE_HOME to another folder, or delete that file and confirm anew");
    }
  }

  private Optional<String> deployment() throws IOException {
    Matcher line = FIRST_LINE.matcher(new String(Pem.readBytes(file), StandardCharsets.US_ASCII));
    return line.find() ? Optional.of(line.group(1)) : Optional.empty();
  }
}
