package io.coterie.shell.command.system;

import io.coterie.peer.v1.SetLimitsRequest;
import io.coterie.peer.v1.SetLimitsResponse;
import io.coterie.shell.command.Rate;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import io.coterie.shell.render.Units;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(
    description = "Limits how fast your peer sends (up) or receives (down), in bytes a second.",
    footer = "Example: set_limit up 20M")
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

  @Override
  public void run(ShellContext shell) {
    SetLimitsRequest.Builder request = SetLimitsRequest.newBuilder();
    if (direction == Direction.UP) {
      request.setUp(rate.bytesPerSecond());
    } else {
      request.setDown(rate.bytesPerSecond());
    }
    SetLimitsResponse response =
        shell.call(sent -> shell.control().calls().setLimits(sent), request.build());
    shell.show(
        response,
        "limits: up "
            + Units.limit(response.getUp())
            + ", down "
            + Units.limit(response.getDown()));
  }
}
