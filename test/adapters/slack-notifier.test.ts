import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Card } from '../../src/cards/card.ts'
import type { Recipient } from '../../src/ports/chat.ts'
import { RetryLater } from '../../src/ports/chat.ts'
import { manifestWith } from '../fakes/slack/bare-app.ts'
import { demands } from '../fakes/slack/scopes.ts'
import { documentedQuotas, type SlackUser, wordsIn } from '../fakes/slack.ts'
import { openSlackWorld, type SlackWorld, sees } from './slack-world.ts'

let world: SlackWorld
let anna: SlackUser & { readonly userId: string }
beforeEach(async () => {
  world = await openSlackWorld()
  anna = await world.known('Anna')
})
afterEach(async () => {
  const { violations } = world.slack
  await world.close()
  expect(violations).toEqual([])
})

const hello: Card = { tone: 'good', title: 'Hallo' }
const changed: Card = { tone: 'bad', title: 'Anders' }
const to = (user: SlackUser, workspaceId = world.slack.team.id): Recipient => ({
  channel: 'slack',
  workspaceId,
  accountId: user.id,
})
const post = (card: Card, key: string, again = false) => world.notifier().post(to(anna), card, key, again)
const refOf = async (card: Card, key: string) => {
  const posted = await post(card, key)
  if (posted === 'unreachable') throw new Error('unreachable')
  return posted
}
const planned = (method: string, error: string) => world.slack.faults.plan({ method, fault: { kind: 'error', error } })

describe('a post', () => {
  it('stands in the direct messages, under its key', async () => {
    expect(await post(hello, 'k1')).toMatchObject({ channel: 'slack', workspaceId: world.slack.team.id })
    expect(world.slack.messagesTo(anna).map((message) => wordsIn(message))).toEqual(['✅ Hallo'])
    expect(world.slack.countPosts('k1')).toBe(1)
  })

  it('whose answer was lost is found by the next attempt, and brought up to date', async () => {
    world.slack.faults.plan({ method: 'chat.postMessage', fault: { kind: 'unheard' } })
    await expect(post(hello, 'k1')).rejects.toThrow()
    const found = await post(changed, 'k1', true)
    const messages = world.slack.messagesTo(anna)
    expect(messages.map((message) => wordsIn(message))).toEqual(['⚠️ Anders'])
    expect(found).toMatchObject({ ref: expect.stringContaining(messages[0]?.ts ?? 'none') })
    expect(world.slack.countPosts('k1')).toBe(1)
  })

  it('that never got through is made by the next attempt, beside those of other keys', async () => {
    await post(hello, 'other')
    world.slack.faults.plan({ method: 'chat.postMessage', fault: { kind: 'status', status: 500 } })
    await expect(post(hello, 'k1')).rejects.toThrow()
    await post(hello, 'k1', true)
    expect(world.slack.countPosts('k1')).toBe(1)
    expect(world.slack.messagesTo(anna)).toHaveLength(2)
  })

  it('is tried again when Slack says so, and not before', async () => {
    world.slack.faults.plan({ method: 'chat.postMessage', fault: { kind: 'ratelimited', retryAfter: 17 } })
    const later = await post(hello, 'k1').catch((error: unknown) => error)
    expect(later).toBeInstanceOf(RetryLater)
    expect(later).toMatchObject({ seconds: 17 })
    expect(world.slack.count('chat.postMessage')).toBe(1)
  })

  it.each(['account_inactive', 'token_revoked', 'invalid_auth', 'internal_error', 'fatal_error'])(
    'is tried again after %s',
    async (error) => {
      planned('chat.postMessage', error)
      await expect(post(hello, 'k1')).rejects.toThrow(error)
    },
  )

  it('reaches nobody who is deactivated, a bot, or in a workspace that is not ours', async () => {
    anna.deleted = true
    expect(await post(hello, 'k1')).toBe('unreachable')
    expect(await world.notifier().post(to(world.slack.botOf()), hello, 'k2', false)).toBe('unreachable')
    expect(await world.notifier().post(to(anna, 'T999'), hello, 'k3', false)).toBe('unreachable')
    expect(world.slack.count('chat.postMessage')).toBe(0)
  })

  it('reaches nobody when the workspace shut the messages tab', async () => {
    planned('chat.postMessage', 'messages_tab_disabled')
    expect(await post(hello, 'k1')).toBe('unreachable')
  })
})

describe('a replacement', () => {
  it('stands where the message stood, and leaves no button behind', async () => {
    const ref = await refOf({ ...hello, actions: [{ kind: 'link', label: 'Weg', path: '/requests' }] }, 'k1')
    expect(await world.notifier().replace(ref, changed)).toBe('replaced')
    const [message] = world.slack.messagesTo(anna)
    expect(message?.blocks).toHaveLength(1)
    expect(message?.text).toBe('Anders')
  })

  it.each(['message_not_found', 'channel_not_found', 'cant_update_message', 'edit_window_closed'])(
    'of a message that is gone ends there: %s',
    async (error) => {
      const ref = await refOf(hello, 'k1')
      planned('chat.update', error)
      expect(await world.notifier().replace(ref, changed)).toBe('gone')
    },
  )

  it('is tried again when Slack says so', async () => {
    const ref = await refOf(hello, 'k1')
    world.slack.faults.plan({ method: 'chat.update', fault: { kind: 'ratelimited', retryAfter: 5 } })
    await expect(world.notifier().replace(ref, changed)).rejects.toMatchObject({ seconds: 5 })
  })

  it('in a workspace that is not ours ends there', async () => {
    const ref = await refOf(hello, 'k1')
    expect(await world.notifier().replace({ ...ref, workspaceId: 'T999' }, changed)).toBe('gone')
  })
})

describe('what Slack vouches for', () => {
  const person = (user: SlackUser, workspaceId = world.slack.team.id) => world.directory().person(workspaceId, user.id)

  it('is name, address and language of somebody of the workspace', async () => {
    expect(await person(anna)).toEqual({ name: 'Anna', email: 'anna@acme.example', language: 'nl' })
    anna.locale = 'en-US'
    expect(await person(anna)).toMatchObject({ language: 'en' })
    anna.locale = 'fr-FR'
    expect(await person(anna)).not.toHaveProperty('language')
  })

  it.each([
    ['a guest of several channels', { isRestricted: true }],
    ['a guest of one channel', { isUltraRestricted: true }],
    ['a stranger', { isStranger: true }],
    ['a bot', { isBot: true }],
    ['the user of an app', { isAppUser: true }],
    ['invited and not here yet', { isInvitedUser: true }],
    ['deactivated', { deleted: true }],
    ['somebody with an unconfirmed address', { isEmailConfirmed: false }],
    ['somebody without an address', { email: undefined }],
  ])('is no address for %s, read anew each time', async (_who, marks) => {
    expect(await person(anna)).toHaveProperty('email')
    Object.assign(anna, marks)
    expect(await person(anna)).not.toHaveProperty('email')
  })

  it('is no address for somebody of another team, met in a shared channel', async () => {
    const other = world.slack.addTeam({ name: 'Elders' })
    const guest = world.slack.addUser({ name: 'Gast', email: 'anna@acme.example', teamId: other.id })
    world.slack.addChannel({ name: 'samen', isExtShared: true, members: [anna, guest] })
    expect(await person(guest)).toEqual({ name: 'Gast', language: 'nl' })
  })

  it('is nothing about somebody unknown, or in a workspace that is not ours', async () => {
    expect(await world.directory().person(world.slack.team.id, 'U999')).toBeUndefined()
    expect(await person(anna, 'T999')).toBeUndefined()
  })

  it('is not guessed when Slack does not answer', async () => {
    world.slack.faults.plan({ method: 'users.info', fault: { kind: 'status', status: 500 }, times: 10 })
    await expect(person(anna)).rejects.toThrow()
  })
})

describe('somebody of another team', () => {
  it('gets nothing of the company, though the address is one of its people', async () => {
    const other = world.slack.addTeam({ name: 'Elders' })
    const guest = world.slack.addUser({ name: 'Gast', email: 'anna@acme.example', teamId: other.id })
    const channel = world.slack.addChannel({ name: 'samen', isExtShared: true, members: [anna, guest] })
    await world.slack.slash(guest, channel, '/toegang', 'licenties')
    const answer = await sees(world.slack, guest, '⚠️')
    expect(wordsIn(answer)).not.toContain('Bouw')
    expect((await world.accounts()).map(({ accountId }) => accountId)).toEqual([anna.id])
  })
})

describe('the workspace', () => {
  it('is the one of the token, asked once', async () => {
    const { id, name } = world.slack.team
    expect(await world.workspaces()).toEqual([{ workspaceId: id, name }])
    await world.workspaces()
    await post(hello, 'k1')
    expect(world.slack.count('auth.test')).toBe(1)
  })
})

describe('rate limits', () => {
  it('as Slack documents them delay a message, and lose and double none', async () => {
    const limited = await openSlackWorld({ fake: { quotas: documentedQuotas } })
    try {
      const bea = await limited.administrator('Bea')
      for (let index = 0; index < 3; index += 1) {
        const asker = await limited.person(`Persoon${index}`)
        await limited.slack.slash(asker, undefined, '/toegang', 'aanvragen Bouw')
      }
      await limited.settled()
      // Slack counts by the real time, our outbox by the clock of the test.
      await limited.slack.waitFor(() => limited.slack.calls.length > 0)
      for (let round = 0; round < 4; round += 1) {
        await limited.deliver()
        limited.wait({ minutes: 1 })
        await new Promise((resolve) => setTimeout(resolve, 1000))
      }
      const copies = limited.slack.messagesIn(limited.slack.im(bea)).filter((message) => message.metadata)
      expect(copies).toHaveLength(3)
      expect(limited.slack.doubledPosts()).toEqual([])
    } finally {
      await limited.close()
    }
  })
})

describe('the manifest', () => {
  const folder = new URL('../../adapters/slack/', import.meta.url)
  const adapter = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'))

  it('asks for exactly the scopes that our calls, commands and events need', () => {
    const called = Object.keys(demands).filter((method) => adapter.some((text) => text.includes(`.${method}(`)))
    const needed = called.flatMap((method) => {
      const demand = demands[method]
      if (demand?.token !== 'bot') return []
      // Direct messages are never looked up: nobody shares them.
      if (demand.perChannel === 'read') return ['channels:read', 'groups:read']
      if (demand.perChannel) return ['im', 'channels', 'groups'].map((kind) => `${kind}:${demand.perChannel}`)
      return demand.scope ?? []
    })
    const manifest = manifestWith('settings', {}) as { oauth_config: { scopes: { bot: string[] } } }
    // Commands need `commands`, `link_shared` needs `links:read`; the address in what `users.info` answers needs `users:read.email`.
    const all = [...new Set([...needed, 'commands', 'links:read', 'users:read.email'])]
    expect(called).toContain('chat.postMessage')
    expect(new Set(all)).toEqual(new Set(manifest.oauth_config.scopes.bot))
  })
})
