import { existsSync, readFileSync } from 'node:fs'

/** The folder of the manifests, above this file: the sources and what is built from them lie at different depths. */
const folderAbove = (from: URL): URL => {
  for (let here = new URL('.', from); ; here = new URL('..', here)) {
    const folder = new URL('manifest/', here)
    if (existsSync(folder)) return folder
    if (here.pathname === '/') throw new Error('the folder "manifest" is missing')
  }
}

/** A file of `manifest/` as it lies there. */
export const manifestFile = (name: string): Buffer => readFileSync(new URL(name, folderAbove(new URL(import.meta.url))))

/** A file of `manifest/`, with the address of this installation instead of the example's. */
const manifestFor = (name: string, baseUrl: string): string =>
  manifestFile(name).toString('utf8').replaceAll('https://toegang.example', baseUrl.replace(/\/+$/, ''))

export const slackManifestUsage = 'slack manifest'

/** `toegang slack manifest` prints what to paste into Slack, for the BASE_URL of the environment. Answers the exit code. */
export const printSlackManifest = (env: NodeJS.ProcessEnv): number => {
  const baseUrl = env['BASE_URL']
  if (!baseUrl?.startsWith('https://')) {
    console.error(
      'Set BASE_URL to how the world reaches Toegang, such as https://toegang.example: Slack calls only that.',
    )
    return 2
  }
  console.log(manifestFor('slack.json', baseUrl))
  return 0
}
