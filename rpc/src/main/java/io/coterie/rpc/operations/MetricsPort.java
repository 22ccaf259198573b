package io.coterie.rpc.operations;

import io.coterie.rpc.net.HostPort;
import io.grpc.ServerBuilder;
import io.grpc.opentelemetry.GrpcOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.exporter.prometheus.PrometheusHttpServer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.resources.Resource;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves this process's figures to Prometheus, over plain HTTP under {@code /metrics}. They name
 * methods, states and counts, and no user, group, file or address. Thread-safe.
 */
public final class MetricsPort implements AutoCloseable {

  private static final int THREADS = 2;
  private static final String SCOPE = "io.coterie";

  private final PrometheusHttpServer http;
  private final SdkMeterProvider provider;
  private final OpenTelemetrySdk sdk;
  private final Instruments instruments;

  private MetricsPort(PrometheusHttpServer http, String service) {
    this.http = http;
    provider =
        SdkMeterProvider.builder()
            .setResource(
                Resource.getDefault().toBuilder()
                    .put(AttributeKey.stringKey("service.name"), "coterie-" + service)
                    .build())
            .registerMetricReader(http)
            .build();
    sdk = OpenTelemetrySdk.builder().setMeterProvider(provider).build();
    instruments = new Instruments(provider.get(SCOPE));
  }

  /**
   * Opens the port.
   *
   * @param listen what to bind
   * @param service what kind of process it is, in lower case
   * @throws OperationsException when that cannot be listened on; the message is for the operator
   */
  static MetricsPort open(HostPort listen, String service) {
    ExecutorService threads = threads();
    try {
      return new MetricsPort(
          PrometheusHttpServer.builder()
              .setHost(listen.host())
              .setPort(listen.port())
              .setExecutor(threads)
              .setMemoryMode(MemoryMode.IMMUTABLE_DATA)
              .setOtelScopeLabelsEnabled(false)
              .build(),
          service);
    } catch (UncheckedIOException e) {
      threads.shutdownNow();
      Throwable cause = e.getCause();
      String why =
          cause instanceof UnknownHostException
              ? "the host is not known to this machine"
              : String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
      throw new OperationsException(
          "--metrics " + listen + " cannot be listened on (" + why + "); choose another", e);
    }
  }

  /**
   * Counts and times a server's calls, under the names that gRPC itself has laid down, and counts
   * what is refused.
   */
  void instrument(ServerBuilder<?> server) {
    GrpcOpenTelemetry.newBuilder().sdk(sdk).build().configureServerBuilder(server);
    server.intercept(new RefusedCalls(instruments));
  }

  /** Makes instruments. */
  public Instruments instruments() {
    return instruments;
  }

  private static ExecutorService threads() {
    AtomicInteger count = new AtomicInteger();
    return Executors.newFixedThreadPool(
        THREADS,
        task -> {
          Thread thread = new Thread(task, "metrics-" + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  @Override
  public void close() {
    http.close();
    provider.close();
  }
}
