package io.coterie.shell.command.system;

import io.coterie.peer.v1.SetLimitsRequest;
import io.coterie.peer.v1.SetLimitsResponse;
import io.coterie.shell.command.CommandFailure;
import io.coterie.shell.command.Name;
import io.coterie.shell.command.Rate;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import io.coterie.shell.render.Units;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(
    description = {
      "Limits how fast your peer sends (up) or receives (down), in bytes a second:",
      "all files together, or one file beside that."
    },
    footer = {"Example: set_limit up 20M", "Example: set_limit down 500K photos beach.jpg"})
final class SetLimit implements ShellCommand {
  enum Direction {
    UP,
    DOWN
  }

  static final class Directions implements ITypeConverter<Direction> {
    @Override
    public Direction convert(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "up" -> Direction.UP;
        case "down" -> Direction.DOWN;
        default -> throw new TypeConversionException("\"" + text + "\" is neither up nor down");
      };
    }
  }

  @Parameters(
      index = "0",
      paramLabel = "up|down",
      converter = Directions.class,
      description = "What to limit.")
  Direction direction;

  @Parameters(
      index = "1",
      paramLabel = "RATE",
      description = "Bytes a second, with K, M or G for powers of 1024; off for no limit.")
  Rate rate;

  @Parameters(
      index = "2..3",
      arity = "0..2",
      paramLabel = "[GROUP FILE]",
      hideParamSyntax = true,
      description = "The one file to limit: a download, or, for up, what you share.")
  List<Name> file = List.of();

  @Override
  public void run(ShellContext shell) {
    SetLimitsRequest.Builder request = SetLimitsRequest.newBuilder();
    if (direction == Direction.UP) {
      request.setUp(rate.bytesPerSecond());
    } else {
      request.setDown(rate.bytesPerSecond());
    }
    if (file.size() == 1) {
      throw new CommandFailure("write GROUP and FILE to limit one file, or neither of them");
    }
    if (!file.isEmpty()) {
      request.setGroup(file.get(0).value()).setName(file.get(1).value());
    }
    SetLimitsResponse response =
        shell.call(sent -> shell.control().calls().setLimits(sent), request.build());
    shell.show(
        response,
        limits()
            + ": up "
            + Units.limit(response.getUp())
            + ", down "
            + Units.limit(response.getDown()));
  }

  private String limits() {
    return file.isEmpty()
        ? "limits"
        : "limits of " + file.get(1).shown() + " in " + file.get(0).shown();
  }
}
