package io.coterie.shell.command.transfer;

import io.coterie.peer.v1.ListTransfersRequest;
import io.coterie.peer.v1.ListTransfersResponse;
import io.coterie.shell.command.ControlClient;
import io.coterie.shell.command.Pages;

/** The transfers of the peer. */
public final class Transfers {
  private Transfers() {}

  /** All of them, newest first, as one page. */
  public static ListTransfersResponse all(ControlClient control) {
    ListTransfersResponse.Builder all = ListTransfersResponse.newBuilder();
    Pages.all(
        token -> {
          ListTransfersRequest request =
              ListTransfersRequest.newBuilder().setPageSize(Pages.SIZE).setPageToken(token).build();
          ListTransfersResponse page = control.calls().listTransfers(request);
          all.addAllTransfers(page.getTransfersList());
          return page.getNextPageToken();
        });
    return all.build();
  }
}
