import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'

/**
 * Sends every span of this process to an OpenTelemetry collector: OTLP over HTTP, to `/v1/traces` under `endpoint`. Answers how to
 * send what is left and stop. Sampling, headers and time-outs are read from the standard `OTEL_…` variables.
 */
export const openTracing = (endpoint: string): (() => Promise<void>) => {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': process.env['OTEL_SERVICE_NAME'] ?? 'toegang' }),
    spanProcessors: [
      new BatchSpanProcessor(new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` })),
    ],
  })
  provider.register()
  return () => provider.shutdown()
}
