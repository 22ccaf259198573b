package io.coterie.rpc.trackers;

import io.coterie.rpc.net.HostPort;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads trackerinfo.txt line by line. */
final class TrackerInfoParser {

  private static final Pattern FINGERPRINT_LINE =
      Pattern.compile("ca-sha256\\s*=\\s*(.*)", Pattern.CASE_INSENSITIVE);
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final String file;
  private final List<HostPort> entries = new ArrayList<>();
  private final List<String> fingerprints = new ArrayList<>();
  private int line;

  private TrackerInfoParser(String file) {
    this.file = file;
  }

  static TrackerInfo read(Path file) {
    TrackerInfoParser parser = new TrackerInfoParser(String.valueOf(file.getFileName()));
    String text = textOf(file);
    for (String next : text.split("\r\n|\r|\n", -1)) {
      parser.line++;
      parser.readLine(next);
    }
    return parser.result();
  }

  private static String textOf(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(TrackerInfo.MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new TrackerInfoException(
          file + " does not exist; name the file that lists the trackers");
    } catch (IOException e) {
      String why = Files.isDirectory(file) ? "it is a directory" : String.valueOf(e.getMessage());
      throw new TrackerInfoException(file + " cannot be read: " + why);
    }
    if (bytes.length > TrackerInfo.MAX_BYTES) {
      throw new TrackerInfoException(file + " is larger than 64 KiB, so it lists no trackers");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new TrackerInfoException(file + " is not UTF-8 text, so it lists no trackers");
    }
  }

  private void readLine(String raw) {
    int comment = raw.indexOf('#');
    String text = (comment < 0 ? raw : raw.substring(0, comment)).strip();
    if (text.isEmpty()) {
      return;
    }
    Matcher fingerprint = FINGERPRINT_LINE.matcher(text);
    if (fingerprint.matches()) {
      addFingerprint(fingerprint.group(1));
    } else {
      addEntry(text);
    }
  }

  private void addFingerprint(String text) {
    String hex = text.replace(":", "").toLowerCase(Locale.ROOT);
    if (!FINGERPRINT.matcher(hex).matches()) {
      throw problem("ca-sha256 takes the 64 hexadecimal digits of a SHA-256 fingerprint");
    }
    fingerprints.add(hex);
  }

  private void addEntry(String text) {
    HostPort entry;
    try {
      entry = HostPort.parse(text);
    } catch (IllegalArgumentException e) {
      throw problem(String.valueOf(e.getMessage()));
    }
    if (entries.contains(entry)) {
      throw problem(entry + " is listed twice");
    }
    if (entries.size() == TrackerInfo.MAX_ENTRIES) {
      throw problem("more than " + TrackerInfo.MAX_ENTRIES + " trackers are listed");
    }
    entries.add(entry);
  }

  private TrackerInfo result() {
    if (entries.isEmpty()) {
      throw new TrackerInfoException(file + " lists no tracker; write one host:port on each line");
    }
    return new TrackerInfo(entries, fingerprints);
  }

  private TrackerInfoException problem(String what) {
    return new TrackerInfoException(file + " line " + line + ": " + what);
  }
}
