import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A line to another port of this machine, which can be cut, and can fall silent with everything that is on its way. */
export interface Forwarder {
  readonly port: number
  /** Lets nobody in, and cuts whoever is there. */
  close(): Promise<void>
  open(): Promise<void>
  /** Nothing gets through until `talk`, though nothing is cut either. */
  fallSilent(): void
  talk(): void
}

/** Stands at `port` once it is opened. */
export const openForwarder = (port: number, to: number): Forwarder => {
  const sockets = new Set<Socket>()
  let silent = false
  const keep = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
  }
  const server = createServer((near) => {
    const far = connect(to, '127.0.0.1')
    for (const socket of [near, far]) keep(socket)
    for (const [from, into] of [
      [near, far],
      [far, near],
    ] as const)
      from.on('data', (bytes) => into.write(bytes)).on('close', () => into.destroy())
    if (silent) for (const socket of [near, far]) socket.pause()
  })
  return {
    port,
    open: async () => {
      server.listen(port, '127.0.0.1')
      await once(server, 'listening')
    },
    close: async () => {
      const closed = server.listening ? once(server, 'close') : undefined
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
    fallSilent: () => {
      silent = true
      for (const socket of sockets) socket.pause()
    },
    talk: () => {
      silent = false
      for (const socket of sockets) socket.resume()
    },
  }
}
