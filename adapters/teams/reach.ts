/** Brings the bot to administrators who never met it, since a bot can write to nobody else. */
import * as z from 'zod'
import type { Core } from '../../src/kernel/answer.ts'
import type { Log } from '../log.ts'
import { type GraphSettings, publicGraph } from './find-post.ts'

interface ReachSettings extends GraphSettings {
  readonly core: Core
  readonly tenantId: string
  readonly log: Log
}

const everyMs = 60 * 60 * 1000
const firstMs = 60_000
const timeoutMs = 10_000
/** In one round, so that a large company does not meet Graph's limits. */
const most = 50

const appsShape = z.object({ value: z.array(z.looseObject({ id: z.string() })) })
const peopleShape = z.object({ value: z.array(z.looseObject({ id: z.string(), userType: z.string().nullish() })) })

/**
 * Installs the app for them by Graph, where the tenant permits it: "List teamsApps" (AppCatalog.Read.All) for what the catalogue
 * calls the app, "List users" (User.Read.All), "Install app for user" (TeamsAppInstallation.ReadWriteSelfForUser.All). Microsoft then tells the
 * bot of each, which welcomes the person and from then on knows the way. `once` answers for how many it did so; what a tenant does not
 * permit is no fault, since mail goes out all the same. Repeats itself every hour until `stop`.
 */
export const openReach = ({ core, tenantId, log, clientId, graphUrl = publicGraph, token }: ReachSettings) => {
  const call = async (path: string, body?: object): Promise<Response> =>
    fetch(`${graphUrl}/v1.0${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    })
  const list = async <S extends z.ZodType>(path: string, filter: string, shape: S): Promise<z.output<S>> => {
    const response = await call(`${path}?$filter=${encodeURIComponent(filter)}`)
    if (!response.ok) throw new GraphRefusal(response.status)
    return shape.parse(await response.json())
  }

  const install = async (app: string, email: string): Promise<boolean> => {
    const filter = `mail eq ${quoted(email)} or userPrincipalName eq ${quoted(email)}`
    const [person, ...others] = (await list('/users', filter, peopleShape)).value
    // An address that is not one member's alone tells nobody.
    if (!person || others.length > 0 || person.userType === 'Guest') return false
    const { status } = await call(`/users/${encodeURIComponent(person.id)}/teamwork/installedApps`, {
      'teamsApp@odata.bind': `${graphUrl}/v1.0/appCatalogs/teamsApps/${app}`,
    })
    if (status === 201) return true
    // Installed already, or somebody who has no Teams.
    if (status === 409 || status === 404) return false
    throw new GraphRefusal(status)
  }

  const once = async (): Promise<number> => {
    const unmet = await core.ask('chat.list_unmet', { channel: 'clock' }, { channel: 'teams', workspaceId: tenantId })
    if (!unmet.ok || unmet.result.length === 0) return 0
    let done = 0
    try {
      const [app] = (await list('/appCatalogs/teamsApps', `externalId eq ${quoted(clientId)}`, appsShape)).value
      if (!app) return 0
      for (const { email } of unmet.result.slice(0, most)) if (await install(app.id, email)) done++
    } catch (error) {
      if (!(error instanceof GraphRefusal) || error.status !== 403)
        log.warn({ err: error }, 'the app could not be brought to everybody; it is tried again in an hour')
    }
    return done
  }

  const run = () => void once().catch((error: unknown) => log.error({ err: error }, 'who never met the bot is unknown'))
  // Microsoft tells the bot at once, which has to be listening by then.
  const timers = [setTimeout(run, firstMs), setInterval(run, everyMs)]
  for (const timer of timers) timer.unref()
  return { once, stop: () => timers.forEach(clearTimeout) }
}

class GraphRefusal extends Error {
  readonly status: number
  constructor(status: number) {
    super(`Graph answered ${status}`)
    this.status = status
  }
}

/** A text in a filter (OData 4.01, 5.1.1.14.1). */
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`
