import { createSocket } from 'node:dgram'
import { once } from 'node:events'

/** What the name server knows: the strings of each TXT record of a name, a reply code instead, or `silent`. */
export type Zone = { [name: string]: readonly (readonly string[])[] | keyof typeof codes | 'silent' }

const codes = { 'no data': 0, 'server failure': 2, 'no such name': 3, refused: 5 } as const

/** A name server on loopback that answers TXT questions over UDP (RFC 1035); names that it does not know do not exist. */
export const startDns = async (zone: Zone): Promise<{ address: string; close(): void }> => {
  const socket = createSocket('udp4', (question, { address, port }) => {
    const answer = zone[nameIn(question)] ?? 'no such name'
    if (answer === 'silent') return
    socket.send(
      typeof answer === 'string' ? reply(question, codes[answer], []) : reply(question, 0, answer),
      port,
      address,
    )
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return { address: `127.0.0.1:${socket.address().port}`, close: () => socket.close() }
}

const headBytes = 12

const nameIn = (question: Buffer): string => {
  const labels: string[] = []
  for (let at = headBytes, length = question[at] ?? 0; length > 0; at += length + 1, length = question[at] ?? 0)
    labels.push(question.toString('ascii', at + 1, at + 1 + length))
  return labels.join('.')
}

const reply = (question: Buffer, code: number, records: readonly (readonly string[])[]): Buffer => {
  const asked = question.subarray(headBytes, question.indexOf(0, headBytes) + 5)
  const head = Buffer.from(question.subarray(0, headBytes))
  head.writeUInt16BE(0x8180 | code, 2)
  for (const [index, count] of [1, records.length, 0, 0].entries()) head.writeUInt16BE(count, 4 + index * 2)
  return Buffer.concat([head, asked, ...records.map(txtRecord)])
}

const txtRecord = (strings: readonly string[]): Buffer => {
  const data = Buffer.concat(
    strings.map((text) => Buffer.concat([Buffer.of(Buffer.byteLength(text)), Buffer.from(text)])),
  )
  const pointerToName = 0xc000 | headBytes
  const record = Buffer.alloc(12)
  for (const [at, value] of [pointerToName, 16, 1, 0, 60, data.length].entries()) record.writeUInt16BE(value, at * 2)
  return Buffer.concat([record, data])
}
