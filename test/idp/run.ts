import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** Starts a program that serves until it is ended, in a process group of its own, and waits until `url` answers. */
export const serve = async (
  command: string,
  args: readonly string[],
  { url, ...environment }: { readonly url: string; readonly [name: string]: string },
): Promise<() => Promise<void>> => {
  const said: string[] = []
  const child = spawn(command, args, {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Workers outlive their parent, so the whole group is ended.
    detached: true,
  })
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => said.push(text.toString()))
  const deadline = Date.now() + 30_000
  for (;;) {
    const answered = await fetch(url).catch(() => undefined)
    if (answered) break
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`${command} did not start:\n${said.join('')}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return async () => {
    if (process.env['SHOW_OUTPUT']) console.log(said.join(''))
    if (child.exitCode === null && child.pid) {
      const ended = once(child, 'exit')
      process.kill(-child.pid, 'SIGKILL')
      await ended
    }
  }
}
