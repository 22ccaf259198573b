package io.coterie.peer.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.coterie.peer.v1.ContentKey;
import io.coterie.peer.v1.PieceRange;
import io.coterie.peer.v1.ReadPiecesRequest;
import java.util.Collections;
import org.junit.jupiter.api.Test;

final class RequestSizeTest {
  @Test
  void theGreatestRequestIsWithinTheLimit() {
    PieceRange range =
        PieceRange.newBuilder().setPiece(-1).setOffset(-1).setLength(16 << 20).build();
    ReadPiecesRequest greatest =
        ReadPiecesRequest.newBuilder()
            .setGrant("g".repeat(4096))
            .setContent(
                ContentKey.newBuilder()
                    .setGroupId("i".repeat(64))
                    .setRoot(ByteString.copyFrom(new byte[32])))
            .addAllPieces(Collections.nCopies(64, range))
            .addAllCancelledPieces(Collections.nCopies(64, -1))
            .build();
    assertThat(greatest.getSerializedSize()).isLessThan(ChunkGrpcService.MAX_REQUEST_BYTES / 8);
  }
}
