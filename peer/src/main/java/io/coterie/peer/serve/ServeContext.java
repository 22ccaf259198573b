package io.coterie.peer.serve;

import io.coterie.peer.limit.TransferLimits;
import io.coterie.peer.wire.FrameMarshaller;
import io.coterie.rpc.flow.ByteBudget;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * What all served streams share.
 *
 * @param access decides who may have what
 * @param streams the streams being served
 * @param limits on what is sent
 * @param slots who is sent to at a time
 * @param uploads counts what is sent
 * @param ahead bounds the bytes that lie ready for peers which have not taken them
 * @param frames writes what is sent
 * @param timers wakes streams; its tasks do not wait for anything
 * @param nanoTime a monotonic clock in nanoseconds
 */
public record ServeContext(
    AccessControl access,
    ServingStreams streams,
    TransferLimits limits,
    UploadSlots slots,
    Uploads uploads,
    ByteBudget ahead,
    FrameMarshaller frames,
    ScheduledExecutorService timers,
    LongSupplier nanoTime) {}
