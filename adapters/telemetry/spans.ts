import { type Attributes, context, propagation, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { RequestHandler } from 'express'

/** Does nothing until tracing is opened (see `tracing.ts`). */
const tracer = () => trace.getTracer('toegang')

/** Runs `work` in a span of its own; what it throws is the span's status, without the message, which may name people. */
export const inSpan = <R>(
  name: string,
  attributes: Attributes,
  work: (span: Span) => Promise<R>,
  kind = SpanKind.INTERNAL,
): Promise<R> =>
  tracer().startActiveSpan(name, { kind, attributes }, async (span) => {
    try {
      return await work(span)
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'error' })
      throw error
    } finally {
      span.end()
    }
  })

/** A span for each request, within the caller's trace when it sends one (W3C Trace Context). */
export const spanAnswers =
  (areaOf: (path: string) => string): RequestHandler =>
  (request, response, next) => {
    const caller = propagation.extract(context.active(), request.headers)
    const attributes = { 'http.request.method': request.method, 'toegang.area': areaOf(request.path) }
    const span = tracer().startSpan(
      `${request.method} ${areaOf(request.path)}`,
      { kind: SpanKind.SERVER, attributes },
      caller,
    )
    response.once('close', () => {
      span.setAttribute('http.response.status_code', response.statusCode)
      if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
      span.end()
    })
    context.with(trace.setSpan(caller, span), next)
  }
