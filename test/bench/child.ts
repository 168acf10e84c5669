import { fork } from 'node:child_process'
import { once } from 'node:events'

/** A server in a process of its own, so that what loads it does not slow it. */
export interface Child {
  readonly url: string
  stop(): Promise<void>
}

/** Starts a file of `bare/`; it says its address when it listens. */
export const startBare = async (
  name: string,
  environment: { readonly [name: string]: string } = {},
): Promise<Child> => {
  const child = fork(new URL(`bare/${name}.ts`, import.meta.url), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const [url] = (await once(child, 'message')) as [string]
  return {
    url,
    stop: async () => {
      child.kill()
      await once(child, 'exit')
    },
  }
}
