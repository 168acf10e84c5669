import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

const magic = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const opcodes = { continuation: 0, text: 1, close: 8, ping: 9, pong: 10 } as const

const frame = (opcode: number, payload: Buffer): Buffer => {
  const { length } = payload
  const head =
    length < 126
      ? Buffer.from([0x80 | opcode, length])
      : length < 65_536
        ? Buffer.from([0x80 | opcode, 126, length >> 8, length & 0xff])
        : Buffer.concat([Buffer.from([0x80 | opcode, 127, 0, 0, 0, 0]), uint32(length)])
  return Buffer.concat([head, payload])
}

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

interface Frame {
  readonly last: boolean
  readonly opcode: number
  readonly payload: Buffer
  readonly size: number
}

/** The first whole frame of these bytes; undefined when more must come. Clients mask what they send (RFC 6455, 5.3). */
const readFrame = (bytes: Buffer): Frame | undefined => {
  if (bytes.length < 6) return undefined
  const short = bytes.readUInt8(1) & 0x7f
  const wide = short === 127 ? 8 : short === 126 ? 2 : 0
  const start = 2 + wide + 4
  if (bytes.length < start) return undefined
  const length = wide === 8 ? Number(bytes.readBigUInt64BE(2)) : wide === 2 ? bytes.readUInt16BE(2) : short
  if (bytes.length < start + length) return undefined
  const mask = bytes.subarray(start - 4, start)
  const payload = Buffer.from(bytes.subarray(start, start + length))
  for (let index = 0; index < length; index += 1) payload[index] = (payload[index] ?? 0) ^ (mask[index % 4] ?? 0)
  const first = bytes.readUInt8(0)
  return { last: (first & 0x80) !== 0, opcode: first & 0x0f, payload, size: start + length }
}

export interface WebSocketConnection {
  send(text: string): void
  /** Says goodbye and waits for the other side to hang up. */
  close(): void
  /** Breaks the connection without a word. */
  destroy(): void
}

export interface WebSocketListener {
  message(text: string): void
  closed(): void
}

/**
 * Takes an HTTP upgrade over as the server's side of a WebSocket (RFC 6455): text messages, ping and pong, closing.
 * No package for the server's side is installed with Bolt, and this is all that Socket Mode needs.
 */
export const acceptWebSocket = (
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  listener: WebSocketListener,
): WebSocketConnection => {
  const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}${magic}`).digest('base64')
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  )
  let pending = head
  let message = Buffer.alloc(0)
  const take = ({ opcode, payload, last }: Frame): void => {
    if (opcode === opcodes.ping) socket.write(frame(opcodes.pong, payload))
    if (opcode === opcodes.close) socket.end(frame(opcodes.close, payload))
    if (opcode === opcodes.text || opcode === opcodes.continuation) {
      message = Buffer.concat([message, payload])
      if (!last) return
      const text = message.toString()
      message = Buffer.alloc(0)
      listener.message(text)
    }
  }
  const read = (bytes: Buffer): void => {
    pending = Buffer.concat([pending, bytes])
    for (let next = readFrame(pending); next; next = readFrame(pending)) {
      pending = pending.subarray(next.size)
      take(next)
    }
  }
  socket.on('data', read)
  // A broken connection is a lost connection; the listener hears of it by `close`.
  socket.on('error', () => socket.destroy())
  socket.on('close', listener.closed)
  if (head.length > 0) read(Buffer.alloc(0))
  return {
    send: (text) => void socket.write(frame(opcodes.text, Buffer.from(text))),
    close: () => void socket.write(frame(opcodes.close, Buffer.from([3, 232]))),
    destroy: () => void socket.destroy(),
  }
}
