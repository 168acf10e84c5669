import { existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

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

export const slackManifestUsage = 'slack manifest [--many-workspaces]'

/** What an app that is installed with OAuth in many workspaces has beside what is in the file: docs.slack.dev/reference/app-manifest. */
const manyWorkspaces = { org_deploy_enabled: true, token_rotation_enabled: true }

interface SlackManifest {
  readonly settings: object
}

/**
 * `toegang slack manifest` prints what to paste into Slack, for the BASE_URL of the environment; with `--many-workspaces` as it is for
 * an app that others install. Answers the exit code.
 */
export const printSlackManifest = (words: readonly string[], env: NodeJS.ProcessEnv): number => {
  const baseUrl = env['BASE_URL']
  if (!baseUrl?.startsWith('https://')) {
    console.error(
      'Set BASE_URL to how the world reaches Toegang, such as https://toegang.example: Slack calls only that.',
    )
    return 2
  }
  const { values } = parseArgs({ args: [...words], options: { 'many-workspaces': { type: 'boolean' } }, strict: false })
  const { origin, host } = new URL(baseUrl)
  const filled = manifestFile('slack.json')
    .toString('utf8')
    .replaceAll('https://toegang.example', origin)
    .replaceAll('"toegang.example"', JSON.stringify(host))
  const manifest: SlackManifest = JSON.parse(filled)
  const settings = { ...manifest.settings, ...(values['many-workspaces'] && manyWorkspaces) }
  console.log(JSON.stringify({ ...manifest, settings }, null, 2))
  return 0
}
