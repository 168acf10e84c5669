import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** A Toegang in a process of its own, which can be killed and started again on the same data. */
export interface ToegangProcess {
  readonly url: string
  /** Everything that it printed, a line each. */
  readonly output: readonly string[]
  /** Starts it and waits until it is ready. Throws with what it printed when it stops instead. */
  start(): Promise<void>
  /** Ends it as a power failure would. */
  kill(): Promise<void>
  /** Ends it as an operator would. */
  stop(): Promise<void>
}

/** A port that nobody has at this moment. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

const fromSource = ['--import', 'tsx', 'adapters/main.ts']
/** As `npm run build` made it. */
export const fromBuild = ['dist/adapters/main.js']

/** Prepares a Toegang with this environment and nothing of ours besides what a process needs. */
export const toegangProcess = (
  port: number,
  environment: { readonly [name: string]: string },
  program: readonly string[] = fromSource,
): ToegangProcess => {
  const url = `http://localhost:${port}`
  const output: string[] = []
  let child: ChildProcess | undefined

  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    const ending = child
    if (!ending || ending.exitCode !== null) return
    child = undefined
    ending.kill(signal)
    await once(ending, 'exit')
  }

  return {
    url,
    output,
    async start() {
      const started = spawn(process.execPath, [...program], {
        cwd: new URL('../..', import.meta.url),
        env: {
          PATH: process.env['PATH'],
          HOST: '127.0.0.1',
          PORT: String(port),
          BASE_URL: url,
          ...environment,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      child = started
      for (const stream of [started.stdout, started.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => output.push(...text.split('\n').filter(Boolean)))
      const deadline = Date.now() + 60_000
      while (!(await isReady(url))) {
        if (started.exitCode !== null || Date.now() > deadline)
          throw new Error(`Toegang did not start:\n${output.slice(-20).join('\n')}`)
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  }
}

const isReady = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/readyz`)).ok
  } catch {
    return false
  }
}
