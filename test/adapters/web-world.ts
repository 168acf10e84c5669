/** The portal in a real web server over the real core, with people who use it without JavaScript. */
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import express from 'express'
import type { Channel, Setting } from '../../adapters/channel.ts'
import { openBrowser } from '../../adapters/cookies.ts'
import { openLog } from '../../adapters/log.ts'
import { openSaml } from '../../adapters/saml/routes.ts'
import { openSecrets } from '../../adapters/system/secrets.ts'
import { openPortal } from '../../adapters/web/server.ts'
import { openCore } from '../../src/kernel/answer.ts'
import { openWorld } from '../core/world.ts'
import { openTestBrowser, type TestBrowser } from '../fakes/browser.ts'

export type WebWorld = Awaited<ReturnType<typeof openWebWorld>>

type Workspaces = readonly { readonly workspaceId: string; readonly name: string }[]

export interface WebWorldSettings {
  /** How the world reaches it, where that is not by its own address. */
  readonly reachedAt?: string
  /** A real adapter in the place of one workspace that is vouched for. */
  readonly slackOf?: (setting: Setting) => Promise<Channel>
}

export const openWebWorld = async ({ reachedAt, slackOf }: WebWorldSettings = {}) => {
  const world = await openWorld()
  const core = openCore(world.ports)
  const signer = openSecrets([randomBytes(32)])
  const logged: string[] = []
  const log = openLog(
    'warn',
    new Writable({
      write: (chunk, _encoding, done) => {
        logged.push(String(chunk))
        done()
      },
    }),
  )
  const web = express()
  const server = createServer(web).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const setting = { core, web, browser: openBrowser(reachedAt ?? url, signer.make), log, baseUrl: reachedAt ?? url }
  let slack: Workspaces | 'unreachable' = [{ workspaceId: 'T1', name: 'Acme op Slack' }]
  const saml = openSaml(setting)
  const { identityProviders } = saml
  const opened = await slackOf?.(setting)
  const portalSettings = {
    signer,
    slack: opened ?? {
      workspaces: async () => {
        if (slack === 'unreachable') throw new Error('Slack is away')
        return slack
      },
    },
    teams: undefined,
    identityProviders,
  }
  openPortal(portalSettings, setting)

  /** A browser in which the person with this address signed in, by the link from a mail. */
  const signedIn = async (email: string, language = 'nl'): Promise<TestBrowser> => {
    const browser = openTestBrowser(language)
    await (await browser.open(`${url}/login?by=link`)).submit('email', { email })
    const letter = (await world.letters(email)).findLast(({ mail }) => mail === 'sign_in')
    if (!letter) throw new Error(`no link for ${email}`)
    const page = await (await browser.open(`${url}${letter.path}`)).submit('secret')
    if (page.status !== 200) throw new Error(`${email} could not sign in: ${page.text}`)
    return browser
  }

  return {
    ...world,
    url,
    setting,
    portalSettings,
    logged,
    /** What Express keeps of the routes. */
    routes: () => web.router.stack,
    signedIn,
    /** Reads the metadata of identity providers that is due. */
    refreshMetadata: saml.refresh,
    slackIs: (now: Workspaces | 'unreachable') => {
      slack = now
    },
    close: async () => {
      server.close()
      server.closeAllConnections()
      await opened?.close()
      await saml.close()
      await world.close()
    },
  }
}
