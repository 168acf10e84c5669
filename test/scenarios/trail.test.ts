/** Chapter 7 of the rules: the trail. */
import { expect, it } from 'vitest'
import { commands, sweeps } from '../../src/catalogue.ts'
import { operator, refused, stranger } from '../core/world.ts'
import { describeOnBothStores } from './both-stores.ts'
import { inChat } from './story.ts'

describeOnBothStores('the trail', (story) => {
  it('says who did what, through which channel, about whom, when, and what it was before and is now', async () => {
    const { must, ask, company, invite, connect, confirm, world } = story()
    const { id: companyId, admin } = await company('Acme', ['acme.example'])
    const anna = await invite(admin, 'anna@acme.example')
    await connect(admin, 'slack')
    const chat = inChat('slack', 'U1', admin.email)
    await confirm(admin, chat)
    world.wait({ minutes: 3 })
    await must('users.change', chat, { user: anna.id, role: 'administrator', phone: '06 1' })
    const { lines } = await ask('trail.search', admin.web, { about: anna.id, limit: 1 })
    expect(lines).toMatchObject([
      {
        event: {
          at: world.now(),
          channel: 'slack',
          by: { kind: 'user', id: admin.id },
          companyIds: [companyId],
          event: { type: 'user.role_changed', userId: anna.id, role: 'administrator' },
        },
        names: { [admin.id]: 'Beheer Acme', [anna.id]: 'anna' },
      },
    ])
    expect(lines[0]?.event.changes).toContainEqual({
      table: 'users',
      id: anna.id,
      field: 'role',
      before: 'user',
      after: 'administrator',
    })
    // Personal data is named, not told.
    expect(lines[0]?.event.changes).toContainEqual({ table: 'users', id: anna.id, field: 'phone' })
  })

  it('has the operator, the clock and newcomers in it too', async () => {
    const { must, ask, company, pass, world } = story()
    const { id: companyId, admin } = await company('Acme', ['acme.example'], { freeRegistration: true })
    await must('users.invite', admin.web, { emails: ['anna@acme.example'] })
    await must('registrations.start', stranger, { email: 'bob@acme.example' })
    await story().finish('bob@acme.example')
    await pass({ days: 40 })
    const { lines } = await ask('trail.search', await world.signIn({ id: admin.id, companyId }))
    const seen = lines.map(({ event }) => [event.event.type, event.by.kind])
    expect(seen).toContainEqual(['company.added', 'operator'])
    expect(seen).toContainEqual(['user.registered', 'stranger'])
    expect(seen).toContainEqual(['user.invitation_expired', 'clock'])
  })

  it('is searched, followed and exported by the administrators of the company alone', async () => {
    const { must, ask, askRefused, company, invite, world } = story()
    const { id: companyId, admin } = await company('Acme', ['acme.example'])
    const beta = await company('Beta', ['beta.example'])
    const anna = await invite(admin, 'anna@acme.example')
    for (const input of [{}, { companyId }])
      expect(await askRefused('trail.search', anna.web, input)).toMatchObject(refused('not_allowed'))
    expect(JSON.stringify(await ask('trail.search', beta.admin.web, { companyId }))).not.toContain(anna.id)

    const { lines } = await ask('trail.search', admin.web, { type: 'user.registered', about: anna.id })
    expect(lines).toHaveLength(1)
    expect((await ask('trail.search', admin.web, { by: admin.id })).lines.length).toBeGreaterThan(0)
    expect((await ask('trail.search', admin.web, { before: '2020-01-01T00:00:00Z' })).lines).toEqual([])

    const [newest] = (await ask('trail.search', admin.web, { limit: 1 })).lines
    const follow = async () => (await ask('trail.search', admin.web, { since: newest?.event.id })).lines
    expect(await follow()).toEqual([])
    await must('users.block', admin.web, { user: anna.id })
    await must('users.unblock', admin.web, { user: anna.id })
    expect((await follow()).map(({ event }) => event.event.type)).toEqual(['user.blocked', 'user.unblocked'])

    const all = (await world.rows('audit')).filter(({ companyIds }) => companyIds.includes(companyId))
    const { text } = await ask('trail.export', admin.web, { format: 'ndjson' })
    expect(text.trim().split('\n')).toHaveLength(all.length)
    const csv = await ask('trail.export', admin.web, { format: 'csv' })
    expect(csv).toMatchObject({ lines: all.length, text: expect.stringContaining('user.unblocked') })
  })

  it('can not be edited, by nobody and nothing', async () => {
    const { must, company, invite, world } = story()
    const { admin } = await company('Acme', ['acme.example'])
    const anna = await invite(admin, 'anna@acme.example')
    const before = await world.rows('audit')
    // No use case names the trail as what it changes.
    const names = [...Object.keys(commands), ...sweeps.map(({ name }) => name)]
    expect(names.filter((name) => /trail|audit/.test(name))).toEqual([])
    // Nor does a transaction have a way to.
    await world.ports.store.transaction(async (tx) => {
      expect([typeof tx.audit.append, 'put' in tx.audit, 'remove' in tx.audit]).toEqual(['function', false, false])
    })
    await must('users.remove', admin.web, { user: anna.id })
    await must('companies.change', operator, { companyId: (await world.row('users', admin.id)).companyId, name: 'A' })
    expect((await world.rows('audit')).slice(0, before.length)).toEqual(before)
    expect((await world.rows('audit')).length).toBe(before.length + 2)
  })
})
