package io.coterie.rpc.tls;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a client finds the authorities of its deployment. The first of these counts: a file named
 * by the user, the fingerprints of trackerinfo.txt, the authority made by a tracker under the same
 * home, the authority remembered from first contact. Immutable; reads the files each time.
 *
 * @param caFile what {@code --ca} names
 * @param fingerprints the {@code ca-sha256} lines
 * @param home COTERIE_HOME
 */
public record TrustSource(Optional<Path> caFile, List<String> fingerprints, Path home) {

  private static final String LOCAL_CA = "tracker/ca.crt";
  private static final String REMEMBERED_CA = "known_ca.pem";

  /** Copies the list. */
  public TrustSource {
    fingerprints = List.copyOf(fingerprints);
  }

  /** Whether there is none, so that first contact is due. */
  public boolean isEmpty() {
    return caFile.isEmpty()
        && fingerprints.isEmpty()
        && !Files.exists(localFile())
        && !Files.exists(rememberedFile());
  }

  /**
   * The authorities to trust.
   *
   * @throws Refusal TRACKER_NOT_TRUSTED when there is none, or the file found cannot be read
   */
  public TrustAnchors resolve() {
    if (caFile.isPresent()) {
      Path file = caFile.get();
      return read(file, "put the new certificate into " + file + ", which --ca names");
    }
    if (!fingerprints.isEmpty()) {
      return new TrustAnchors(
          Set.of(),
          Set.copyOf(fingerprints),
          Optional.of("put it into trackerinfo.txt as a ca-sha256 line"));
    }
    if (Files.exists(localFile())) {
      return read(
          localFile(),
          "name the new certificate with --ca FILE: "
              + localFile()
              + " belongs to trackers of this machine");
    }
    if (Files.exists(rememberedFile())) {
      return read(
          rememberedFile(),
          "delete "
              + rememberedFile()
              + ", which holds the one that you confirmed, and confirm the new one");
    }
    throw new Refusal(
        ErrorReason.ERROR_REASON_TRACKER_NOT_TRUSTED,
        "no certificate authority to trust: name its file with --ca FILE, or put its fingerprint"
            + " into trackerinfo.txt as \"ca-sha256 = HEX\", or confirm its fingerprint once in a"
            + " shell at a terminal; on the machine of the trackers, use their COTERIE_HOME (here"
            + " it is "
            + home
            + ")");
  }

  /** Changes when a file does that {@link #resolve} reads. */
  public String version() {
    List<Path> files = new ArrayList<>(List.of(localFile(), rememberedFile()));
    caFile.ifPresent(files::add);
    return FileVersion.of(files);
  }

  /** What was remembered at first contact, if it is what counts now. */
  public Optional<KnownAuthorities> remembered() {
    boolean counts = caFile.isEmpty() && fingerprints.isEmpty() && !Files.exists(localFile());
    return counts && Files.exists(rememberedFile()) ? Optional.of(known()) : Optional.empty();
  }

  /** The file that remembers what is confirmed at first contact, there or not. */
  public KnownAuthorities known() {
    return new KnownAuthorities(rememberedFile());
  }

  private Path localFile() {
    return home.resolve(LOCAL_CA);
  }

  private Path rememberedFile() {
    return home.resolve(REMEMBERED_CA);
  }

  private static TrustAnchors read(Path file, String remedy) {
    try {
      return new TrustAnchors(
          Set.copyOf(Pem.readCertificates(file)), Set.of(), Optional.of(remedy));
    } catch (IOException e) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_TRACKER_NOT_TRUSTED,
          "the certificate authority cannot be read: " + e.getMessage(),
          e);
    }
  }
}
