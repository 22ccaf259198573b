package io.coterie.peer.control;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.coterie.peer.download.Explanation;
import io.coterie.peer.download.TransferSnapshot;
import io.coterie.peer.serve.Uploads;
import io.coterie.peer.store.SharedFile;
import io.coterie.peer.v1.ExplainTransferResponse;
import io.coterie.peer.v1.Notice;
import io.coterie.peer.v1.NoticeKind;
import io.coterie.peer.v1.Share;
import io.coterie.peer.v1.SourceReport;
import io.coterie.peer.v1.Transfer;
import io.coterie.peer.v1.TransferState;
import io.coterie.peer.v1.WatchEventsResponse;
import java.time.Instant;

/** What the control service tells, as messages. */
final class ControlMessages {
  private ControlMessages() {}

  static Timestamp time(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  static Share share(SharedFile share, Uploads uploads) {
    return Share.newBuilder()
        .setGroup(share.group())
        .setGroupId(share.id().groupId())
        .setName(share.name())
        .setPath(share.path().toString())
        .setSize(share.layout().size())
        .setRoot(ByteString.copyFrom(share.id().root().toBytes()))
        .setUploadedBytes(uploads.of(share.id()))
        .build();
  }

  static Transfer transfer(TransferSnapshot transfer) {
    Transfer.Builder message =
        Transfer.newBuilder()
            .setTransferId(transfer.id())
            .setGroup(transfer.group())
            .setName(transfer.name())
            .setDestination(transfer.destination().toString())
            .setState(TransferState.valueOf("TRANSFER_STATE_" + transfer.state()))
            .setSize(transfer.size())
            .setVerifiedBytes(transfer.verifiedBytes())
            .setRate(transfer.rate())
            .setDownLimit(transfer.limit())
            .setSources(transfer.sources())
            .setDetail(transfer.detail())
            .setCreateTime(time(transfer.createTime()));
    transfer.eta().ifPresent(eta -> message.setEtaSeconds(eta.toSeconds()));
    return message.build();
  }

  static ExplainTransferResponse explanation(Explanation explanation) {
    return ExplainTransferResponse.newBuilder()
        .setTransfer(transfer(explanation.transfer()))
        .addAllFindings(explanation.findings())
        .addAllSources(explanation.sources().stream().map(ControlMessages::sourceReport).toList())
        .build();
  }

  private static SourceReport sourceReport(io.coterie.peer.download.SourceReport report) {
    return SourceReport.newBuilder()
        .setUser(report.user())
        .setPeerId(report.peerId().value())
        .setEndpoint(report.endpoint())
        .setState(report.state())
        .setHeldPieces(report.heldPieces())
        .setVerifiedBytes(report.verifiedBytes())
        .setRate(report.rate())
        .setBadPieces(report.badPieces())
        .build();
  }

  static WatchEventsResponse event(PeerEvent event) {
    WatchEventsResponse.Builder message = WatchEventsResponse.newBuilder();
    if (event instanceof PeerEvent.TransferChanged changed) {
      message.setTransfer(transfer(changed.transfer()));
    } else if (event instanceof PeerEvent.Noticed noticed) {
      message.setNotice(notice(noticed.notice()));
    }
    return message.build();
  }

  private static Notice notice(io.coterie.peer.control.Notice notice) {
    return Notice.newBuilder()
        .setKind(NoticeKind.valueOf("NOTICE_KIND_" + notice.kind()))
        .setGroup(notice.group())
        .setFile(notice.file())
        .setUser(notice.user())
        .setText(notice.text())
        .build();
  }
}
