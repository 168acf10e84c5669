/**
 * Toegang in a process of its own, as `adapters/main.ts` starts it, which besides tells at `/test/routes` which routes there are and
 * at `/test/memory` how many bytes are in use after the garbage is collected (with `--expose-gc`).
 */
import express from 'express'
import { readConfig } from '../../../adapters/config.ts'
import { openLog } from '../../../adapters/log.ts'
import { start } from '../../../adapters/main.ts'
import type { Route } from './case.ts'

interface Layer {
  readonly route?: { readonly path: string | readonly string[]; readonly stack: readonly { readonly method: string }[] }
  readonly handle: object
}

const web = express()
// Express keeps no text of where a router stands.
const places = new Map<unknown, string>()
const use = web.use.bind(web) as (...given: unknown[]) => unknown
web.use = ((...given: unknown[]) => {
  const [place] = given
  if (typeof place === 'string') for (const handler of given.slice(1)) places.set(handler, place)
  return use(...given)
}) as typeof web.use

const routesOf = (layers: readonly Layer[], below = ''): Route[] =>
  layers.flatMap(({ route, handle }) => {
    if (route)
      return [route.path]
        .flat()
        .flatMap((path) =>
          route.stack.map(({ method }) => ({ method: (method ?? 'get').toUpperCase(), path: `${below}${path}` })),
        )
    return 'stack' in handle ? routesOf(handle.stack as readonly Layer[], below + (places.get(handle) ?? '')) : []
  })

web.get('/test/routes', (_request, response) => void response.json(routesOf(web.router.stack as unknown as Layer[])))
web.get('/test/memory', (_request, response) => {
  globalThis.gc?.()
  response.json(process.memoryUsage())
})

const read = readConfig(process.env)
if (!read.ok) throw new Error(read.mistakes.join('\n'))
const running = await start(read.config, openLog(read.config.logLevel), web)
process.once('SIGTERM', () => void running.stop().then(() => process.exit(0)))
