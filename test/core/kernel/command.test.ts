import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { accept, defineCommand } from '../../../src/kernel/command.ts'
import { line, moment, text, until } from '../../../src/kernel/input.ts'
import { later } from '../../../src/kernel/instant.ts'
import type { Ports } from '../../../src/kernel/ports.ts'
import { defineQuery, found } from '../../../src/kernel/query.ts'
import { refuse } from '../../../src/kernel/refusal.ts'
import { Conflict } from '../../../src/kernel/table.ts'
import type { User } from '../../../src/users/user.ts'
import { clock, openWorld, operator, refused, stranger, type World } from '../world.ts'

let world: World
let companyId: string

beforeEach(async () => {
  world = await openWorld()
  companyId = await world.company('Acme', ['acme.example'])
})
afterEach(() => world.close())

/** Ports whose store says for the first `times` transactions that somebody else was first. */
const contested = (times: number): Ports => {
  let left = times
  const { store } = world.ports
  return {
    ...world.ports,
    store: {
      ...store,
      transaction: (work) =>
        store.transaction(async (tx) => {
          const result = await work(tx)
          if (left-- > 0) throw new Conflict('user.address')
          return result
        }),
    },
  }
}

const rename = defineCommand({
  name: 'test.rename',
  input: z.object({ user: z.string(), name: line(20), tags: z.array(line(5)).optional() }),
  who: ['administrator', 'operator'],
  load: (tx, { user }) => tx.users.get(user),
  decide: (user, { name }, { now }) => {
    if (!user) return refuse('not_found')
    const { companyId, id: userId } = user
    return accept(
      {
        save: { users: [{ ...user, name, role: 'administrator', roleUntil: later(now, { days: 1 }) }] },
        events: [{ type: 'user.changed', companyId, userId }],
      },
      { name },
    )
  },
})

describe('a command', () => {
  it('writes rows, trail and messages in one commit', async () => {
    const user = await world.user(companyId, 'piet@acme.example')
    expect(await rename.run(world.ports, operator, { user: user.id, name: 'Piet' })).toEqual({
      ok: true,
      result: { name: 'Piet' },
    })
    expect(await world.row('users', user.id)).toMatchObject({ name: 'Piet' })
    expect(await world.events('user.changed')).toHaveLength(1)
  })

  it('says which fields are wrong, deep ones by their path, and writes nothing', async () => {
    const outcome = await rename.run(world.ports, operator, { user: 1, name: 'x'.repeat(21), tags: ['ok', 'too long'] })
    expect(outcome).toMatchObject(refused('invalid_input'))
    if (outcome.ok || outcome.code !== 'invalid_input') throw new Error('accepted')
    expect(new Set(Object.keys(outcome.detail.fields))).toEqual(new Set(['name', 'tags.1', 'user']))
    expect(await rename.run(world.ports, operator, 'no object')).toMatchObject(refused('invalid_input'))
  })

  it('is refused to whom it is not open to, before anything is read for it', async () => {
    const user = await world.user(companyId, 'piet@acme.example')
    const input = { user: 'nobody', name: 'Piet' }
    expect(await rename.run(world.ports, user.web, input)).toMatchObject(refused('not_allowed'))
    expect(await rename.run(world.ports, stranger, input)).toMatchObject(refused('not_signed_in'))
    expect(await rename.run(world.ports, clock, input)).toMatchObject(refused('not_allowed'))
    expect(await rename.run(world.ports, { channel: 'saml', connectionId: 'gone' }, input)).toMatchObject({ ok: false })
  })

  it('keeps nothing when it refuses', async () => {
    const before = await world.text('users', 'audit', 'outbox')
    expect(await rename.run(world.ports, operator, { user: 'nobody', name: 'Piet' })).toEqual(refuse('not_found'))
    expect(await world.text('users', 'audit', 'outbox')).toBe(before)
  })

  it('runs again when somebody else was first, and writes once', async () => {
    const user = await world.user(companyId, 'piet@acme.example')
    expect(await rename.run(contested(3), operator, { user: user.id, name: 'Piet' })).toMatchObject({ ok: true })
    expect(await world.events('user.changed')).toHaveLength(1)
  })

  it('throws in the end, as for a fault, when it is never its turn', async () => {
    const user = await world.user(companyId, 'piet@acme.example')
    await expect(rename.run(contested(99), operator, { user: user.id, name: 'Piet' })).rejects.toThrow(Conflict)
    expect(await world.row('users', user.id)).toMatchObject({ name: 'piet' })
  })

  it('lets other faults through at once', async () => {
    let runs = 0
    const broken = defineCommand({
      name: 'test.broken',
      input: z.object({}),
      who: ['operator'],
      load: async () => {
        runs++
        throw new TypeError('a mistake of ours')
      },
      decide: () => accept({}, {}),
    })
    await expect(broken.run(world.ports, operator, {})).rejects.toThrow('a mistake of ours')
    expect(runs).toBe(1)
  })

  it('asks the outside world once, however often it runs', async () => {
    let looks = 0
    let runs = 0
    const looking = defineCommand({
      name: 'test.looking',
      input: z.object({}),
      who: ['operator'],
      look: async () => ++looks,
      load: async (_tx, _input, _context, seen) => {
        runs++
        return seen
      },
      decide: (seen) => accept({}, { seen }),
    })
    expect(await looking.run(contested(2), operator, {})).toMatchObject({ result: { seen: 1 } })
    expect([looks, runs]).toEqual([1, 3])
  })

  it('makes longer references when the shorter ones are taken', async () => {
    const made: string[] = []
    const naming = defineCommand({
      name: 'test.naming',
      input: z.object({}),
      who: ['operator'],
      load: async () => undefined,
      decide: (_facts, _input, { newReference }) => {
        made.push(newReference())
        return accept({}, {})
      },
    })
    await naming.run(contested(4), operator, {})
    expect(made.map((reference) => reference.length - 'R-'.length)).toEqual([4, 4, 5, 5, 6])
    expect(made.every((reference) => /^R-[0-9A-HJKMNP-TV-Z]+$/.test(reference))).toBe(true)
  })
})

describe('the trail of a command', () => {
  it('holds who, through which channel, what, about whom, when, before and after', async () => {
    const admin = await world.user(companyId, 'ada@acme.example', { role: 'administrator' })
    const user = await world.user(companyId, 'piet@acme.example')
    await world.must(rename, admin.web, { user: user.id, name: 'Piet' })
    const [entry] = (await world.rows('audit')).slice(-1)
    expect(entry).toMatchObject({
      at: world.now(),
      channel: 'web',
      by: { kind: 'user', id: admin.id },
      companyIds: [companyId],
      event: { type: 'user.changed', companyId, userId: user.id },
    })
    expect(entry?.changes).toContainEqual({
      table: 'users',
      id: user.id,
      field: 'role',
      before: 'user',
      after: 'administrator',
    })
  })

  it('names personal fields without their values, old or new', async () => {
    const user = await world.user(companyId, 'piet@acme.example', { name: 'Piet Oud', phone: '0612345678' })
    await world.must(rename, operator, { user: user.id, name: 'Piet Nieuw' })
    const [entry] = (await world.rows('audit')).slice(-1)
    expect(entry?.changes).toContainEqual({ table: 'users', id: user.id, field: 'name' })
    expect(await world.text('audit')).not.toMatch(/Piet|0612345678|@/)
  })

  it('gives a change to the event that names its row or has most in common with it', async () => {
    const other = await world.company('Beta', ['beta.example'])
    const [one, two] = [await world.user(companyId, 'a@acme.example'), await world.user(other, 'b@beta.example')]
    const [left, right] = [await world.licence(companyId, 'Bouw'), await world.licence(other, 'Bouw')]
    const grants = [await world.grant(one, left), await world.grant(two, right)]
    const endAll = defineCommand({
      name: 'test.end_all',
      input: z.object({}),
      who: ['clock'],
      load: async () => undefined,
      decide: (_facts, _input, { now }) =>
        accept(
          {
            save: { grants: grants.map((grant) => ({ ...grant, endedAt: now })) },
            events: grants.map(({ companyId, userId, licenceId }) => ({
              type: 'access.ended' as const,
              companyId,
              userId,
              licenceId,
              because: 'ended' as const,
            })),
          },
          {},
        ),
    })
    await world.must(endAll, clock)
    const entries = (await world.rows('audit')).filter(({ event }) => event.type === 'access.ended')
    expect(entries.map(({ companyIds, changes }) => [companyIds, changes.map(({ id }) => id)])).toEqual([
      [[companyId], [grants[0]?.id]],
      [[other], [grants[1]?.id]],
    ])
  })

  it('holds what was removed, and nothing of tables that are no business of the trail', async () => {
    const user = await world.user(companyId, 'piet@acme.example')
    const removeAll = defineCommand({
      name: 'test.remove',
      input: z.object({}),
      who: ['operator'],
      load: (tx) => tx.sessions.list({ userId: user.id }),
      decide: (sessions) =>
        accept(
          {
            remove: { users: [user.id, 'was never there'], sessions: sessions.map(({ id }) => id) },
            events: [{ type: 'user.removed', companyId, userId: user.id }],
          },
          {},
        ),
    })
    await world.must(removeAll, operator)
    const [entry] = (await world.rows('audit')).slice(-1)
    expect(entry?.changes).toContainEqual({ table: 'users', id: user.id, field: 'status', before: 'registered' })
    expect(new Set(entry?.changes.map(({ table }) => table))).toEqual(new Set(['users']))
    expect(await world.rows('sessions', { userId: user.id })).toEqual([])
  })
})

describe('a question', () => {
  const names = defineQuery({
    name: 'test.names',
    input: z.object({ status: z.enum(['registered', 'blocked']) }),
    who: ['administrator'],
    answer: async (tx, { status }, { actor }) => {
      const users: User[] = await tx.users.list({ companyId: actor.company.id, status })
      return users.length > 0 ? found(users.map(({ name }) => name)) : refuse('not_found')
    },
  })

  it('answers, refuses, and is open to the same people as commands', async () => {
    const admin = await world.user(companyId, 'ada@acme.example', { role: 'administrator' })
    const user = await world.user(companyId, 'piet@acme.example')
    expect(await names.run(world.ports, admin.web, { status: 'registered' })).toEqual(found(['ada', 'piet']))
    expect(await names.run(world.ports, admin.web, { status: 'blocked' })).toEqual(refuse('not_found'))
    expect(await names.run(world.ports, admin.web, { status: 'other' })).toMatchObject(refused('invalid_input'))
    expect(await names.run(world.ports, user.web, { status: 'registered' })).toEqual(refuse('not_allowed'))
  })
})

describe('input', () => {
  const values = (schema: z.ZodType, given: unknown) => schema.safeParse(given).data

  it('has no control characters, no line breaks where there is one line, and no marks that turn text around', () => {
    expect(values(line(20), ' Jan\u202e\u200f de Boer ')).toBe('Jan de Boer')
    for (const bad of ['a\u0000b', 'a\nb', 'a\tb', 'a\u2028b', '', '   ', '\u202e', 'x'.repeat(21)])
      expect(values(line(20), bad), JSON.stringify(bad)).toBeUndefined()
    expect(values(text(20), 'one\ntwo')).toBe('one\ntwo')
    expect(values(text(20), 'one\u0007')).toBeUndefined()
  })

  it('takes a day until its end in the Netherlands, summer and winter, and moments in any offset', () => {
    expect(values(until, '2026-07-01')).toBe('2026-07-01T21:59:59.999Z')
    expect(values(until, '2026-12-31')).toBe('2026-12-31T22:59:59.999Z')
    expect(values(moment, '2026-12-31T12:00:00+01:00')).toBe('2026-12-31T11:00:00.000Z')
    expect(values(moment, '2026-12-31T12:00:00Z')).toBe('2026-12-31T12:00:00.000Z')
    for (const bad of ['2026-02-30', '31-12-2026', 'tomorrow', '']) expect(values(until, bad)).toBeUndefined()
  })
})
