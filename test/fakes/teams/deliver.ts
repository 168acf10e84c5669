import { performance } from 'node:perf_hooks'
import { inboundAuthorization, type TokenFlaw } from './inbound-token.ts'
import { asText, type Json } from './json.ts'
import type { KeyRing } from './keys.ts'

/** What the product answered; status 0 when it did not answer within Teams' patience. */
export interface Answer {
  readonly status: number
  readonly body: unknown
  readonly ms: number
}

/** What may be wrong with a delivery; without it everything is as Microsoft does it. */
export interface Tamper {
  readonly token?: TokenFlaw
  /** Another service URL in body and token alike; null leaves it out of the body. */
  readonly serviceUrl?: string | null
  /** Laid over the finished activity. */
  readonly activity?: Json
}

// An invoke that takes longer ends as an error under the card.
const patienceMs = 15_000

/** Posts an activity to the product's `/api/messages` with the bearer that belongs to it. */
export const deliver = async (
  keys: KeyRing,
  appId: string,
  appUrl: string,
  activity: Json,
  tamper: Tamper = {},
): Promise<Answer> => {
  const { serviceUrl, ...rest } = activity
  const spoken = tamper.serviceUrl === undefined ? asText(serviceUrl) : (tamper.serviceUrl ?? undefined)
  const body = {
    ...rest,
    ...(spoken !== undefined && { serviceUrl: spoken }),
    ...tamper.activity,
  }
  const claim = { appId, serviceUrl: spoken ?? asText(serviceUrl) }
  const authorization = await inboundAuthorization(keys, claim, tamper.token)
  const started = performance.now()
  const took = () => performance.now() - started
  try {
    const response = await fetch(`${appUrl.replace(/\/$/, '')}/api/messages`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        ...(authorization && { authorization }),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(patienceMs),
      redirect: 'manual',
    })
    const text = await response.text()
    const isJsonAnswer = response.headers.get('content-type')?.includes('json')
    return {
      status: response.status,
      body: isJsonAnswer ? JSON.parse(text) : text,
      ms: took(),
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') return { status: 0, body: undefined, ms: took() }
    throw error
  }
}
