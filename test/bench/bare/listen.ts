import type { RequestListener } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Listens on a free port and tells it to the parent process. */
export const listen = (web: RequestListener): void => {
  process.once('disconnect', () => process.exit())
  const server = createServer(web).listen(0, '127.0.0.1', () =>
    process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
  )
}
