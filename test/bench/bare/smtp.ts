/** A mail server that takes everything and keeps nothing. */
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

process.once('disconnect', () => process.exit())
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  disableReverseLookup: true,
  onData: (stream, _session, done) => {
    stream.resume().once('end', done)
  },
})
server.listen(0, '127.0.0.1', () => process.send?.(`smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`))
