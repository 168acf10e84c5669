import type { Call } from './command.ts'

/** Where and as whom: the operator API's address and its bearer token. */
export interface Access {
  readonly url: string
  readonly token: string
}

/** Makes one call of the operator API; answers its JSON, and throws what it refused, in words. */
export const ask = async ({ method, path, body }: Call, { url, token }: Access): Promise<unknown> => {
  const response = await fetch(`${url}/operator/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  })
  const answer = (await response
    .json()
    .catch(() => ({ detail: `The answer (${response.status}) is no JSON.` }))) as Problem
  if (!response.ok) throw new Error(inWords(answer))
  return answer
}

interface Problem {
  readonly detail?: string
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[]
}

const inWords = ({ detail, errors = [] }: Problem): string =>
  [detail ?? 'It did not work.', ...errors.map((error) => `  ${error.pointer}: ${error.detail}`)].join('\n')
