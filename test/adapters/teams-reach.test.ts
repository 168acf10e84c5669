import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { graphScope, openBotTokens } from '../../adapters/teams/bot-token.ts'
import { openReach } from '../../adapters/teams/reach.ts'
import type { User } from '../../src/users/user.ts'
import { user } from '../conformance/rows.ts'
import { openTeamsWorld, type TeamsWorld, wordsOn } from './teams-world.ts'

let world: TeamsWorld
let warned: unknown[]
const open = async (settings: Parameters<typeof openTeamsWorld>[0] = {}) => {
  world = await openTeamsWorld({ quotas: false, ...settings })
}
beforeEach(async () => {
  warned = []
  await open()
})
afterEach(async () => {
  const { violations } = world.teams
  await world.close()
  expect(violations).toEqual([])
})

/** One round, as the adapter does it every hour. */
const round = async (): Promise<number> => {
  const { teams, core } = world
  const { appId: clientId, appPassword: clientSecret, tenantId, loginEndpoint: loginUrl, graphUrl } = teams
  const token = openBotTokens({ clientId, clientSecret, tenantId, loginUrl })
  const log = { warn: (...line: unknown[]) => warned.push(line), error: (...line: unknown[]) => warned.push(line) }
  const reach = openReach({ core, tenantId, clientId, graphUrl, log: log as never, token: () => token(graphScope) })
  try {
    return await reach.once()
  } finally {
    reach.stop()
  }
}

/** Somebody of Acme in Teams, without the app. */
const unmet = async (name: string, over: Partial<User> = {}, teams: { guest?: boolean } = {}) => {
  const email = `${name.toLowerCase()}@acme.example`
  await world.write((tx) =>
    tx.users.put(user({ companyId: world.acme.id, name, email, role: 'administrator', ...over })),
  )
  return world.teams.addUser({ name, email, ...teams })
}

describe('administrators who never met the bot', () => {
  it('get the app, a welcome, and messages from then on; once', async () => {
    const bea = await unmet("D'Arcy")
    const anna = await unmet('Anna', { role: 'user' })
    expect(await round()).toBe(1)
    await world.teams.waitFor(() => world.teams.messagesTo(bea)[0])
    expect(wordsOn(world.teams.messagesTo(bea)[0]?.card)).toContain('Dit kun je hier doen')
    expect((await world.account(bea))?.conversation).toEqual(expect.any(String))
    expect([world.teams.isInstalled(bea), world.teams.isInstalled(anna)]).toEqual([true, false])
    expect(await round()).toBe(0)
    expect(world.teams.count('installApp')).toBe(1)
  })

  it('are left alone when they removed it', async () => {
    const bea = await unmet('Bea')
    await round()
    await world.teams.waitFor(() => world.teams.messagesTo(bea)[0])
    await world.teams.uninstall(bea)
    expect(await round()).toBe(0)
    expect(world.teams.isInstalled(bea)).toBe(false)
  })

  it('are left alone as guests, blocked, without Teams, with the app, and where no company is connected', async () => {
    const guest = await unmet('Gast', {}, { guest: true })
    const blocked = await unmet('Bob', { status: 'blocked' })
    await world.write((tx) =>
      tx.users.put(user({ companyId: world.acme.id, email: 'x@acme.example', role: 'administrator' })),
    )
    await world.person('Cor', { role: 'administrator' })
    expect(await round()).toBe(0)
    expect([guest, blocked].some(world.teams.isInstalled)).toBe(false)
    await unmet('Dora')
    await world.write(async (tx) => {
      const [workspace] = await tx.workspaces.list({ channel: 'teams' })
      if (workspace) await tx.workspaces.remove(workspace.id)
    })
    expect(await round()).toBe(0)
    expect(warned).toEqual([])
  })

  it.each([['AppCatalog.Read.All'], ['User.Read.All'], ['TeamsAppInstallation.ReadWriteSelfForUser.All']])(
    'get mail alone where the tenant does not permit %s',
    async (missing) => {
      await world.close()
      const all = ['User.Read.All', 'AppCatalog.Read.All', 'TeamsAppInstallation.ReadWriteSelfForUser.All']
      await open({ graphPermissions: all.filter((one) => one !== missing) })
      const bea = await unmet('Bea')
      expect(await round()).toBe(0)
      expect(world.teams.isInstalled(bea)).toBe(false)
      expect(warned).toEqual([])
      const anna = await world.person('Anna')
      await world.teams.say(anna, 'aanvragen Bouw')
      await world.deliver()
      expect(world.mails.map(({ to }) => to)).toContain('bea@acme.example')
    },
  )

  it('get it in the next round when Graph is busy', async () => {
    const bea = await unmet('Bea')
    world.teams.faults.plan({ route: 'installApp', times: 1, fault: { kind: 'status', status: 429, retryAfter: 5 } })
    expect(await round()).toBe(0)
    expect(warned).toHaveLength(1)
    expect(await round()).toBe(1)
    expect(world.teams.isInstalled(bea)).toBe(true)
  })
})
