/** Chapter 6 of the rules: single sign-on. */
import { expect, it } from 'vitest'
import { operator, refused, stranger } from '../core/world.ts'
import { describeOnBothStores } from './both-stores.ts'
import { browserOf, connect, metadataOf, personOf } from './identity-provider.ts'
import { inChat, type Story } from './story.ts'

/** Two companies that hold one domain, each with its own identity provider. */
const setUp = async (story: Story) => {
  const north = await story.company('Noord', ['delta.example'])
  const south = await story.company('Zuid', ['delta.example'])
  const northIdp = await connect(story, operator, 'noord', { companyId: north.id })
  const southIdp = await connect(story, operator, 'zuid', { companyId: south.id })
  return { north, south, northIdp, southIdp }
}

describeOnBothStores('single sign-on', (story) => {
  it('a connection serves one company or several, and any number of domains; a domain may have several', async () => {
    const { must, tries, ask, company } = story()
    const acme = await company('Acme', ['acme.example', 'acme.test'])
    const beta = await company('Beta', ['acme.example'])
    const shared = { sharedWith: [beta.id] }
    // That several companies share one takes more than the word of one of them.
    expect(
      await tries('connections.add', acme.admin.web, { identityProvider: metadataOf('x'), ...shared }),
    ).toMatchObject(refused('not_allowed'))
    const idp = await connect(story(), operator, 'groep', { companyId: acme.id, ...shared })
    expect(
      await tries('connections.change', acme.admin.web, { connectionId: idp.id, provisioning: false }),
    ).toMatchObject(refused('connection_shared'))
    expect((await ask('connections.list', beta.admin.web)).connections).toMatchObject([{ id: idp.id }])
    for (const email of ['a@acme.example', 'a@acme.test'])
      expect(await must('sign_in.start', stranger, { email })).toEqual({ kind: 'connection', connectionId: idp.id })
    const own = await connect(story(), beta.admin.web, 'beta')
    const choice = await must('sign_in.start', stranger, { email: 'a@acme.example' })
    expect(choice).toMatchObject({ kind: 'choose', link: false })
    expect('connections' in choice && choice.connections.map(({ id }) => id).toSorted()).toEqual(
      [idp.id, own.id].toSorted(),
    )
  })

  it('sign-in starts with the address, and answers alike whoever it is, naming no company', async () => {
    const { must, company, invite, mailsTo } = story()
    const acme = await company('Acme', ['acme.example'])
    const anna = await invite(acme.admin, 'anna@acme.example')
    const start = (email: string) => must('sign_in.start', stranger, { email })
    const before = mailsTo(anna.email).length
    const answers = [await start(anna.email), await start('niemand@acme.example'), await start('x@elders.example')]
    expect(new Set(answers.map((one) => JSON.stringify(one)))).toEqual(new Set(['{"kind":"link"}']))
    expect(mailsTo(anna.email)).toHaveLength(before + 1)
    expect(mailsTo('niemand@acme.example')).toEqual([])
    const signedIn = await must('sign_in.by_link', stranger, { secret: story().link(anna.email) })
    expect(await story().ask('users.me', { channel: 'web', session: signedIn.session })).toMatchObject({
      user: { id: anna.id },
    })
    await connect(story(), acme.admin.web, 'acme')
    const led = [await start(anna.email), await start('niemand@acme.example')]
    expect(led[0]).toMatchObject({ kind: 'connection' })
    expect(led[1]).toEqual(led[0])
    expect(JSON.stringify(led)).not.toMatch(/acme/i)
  })

  it('single sign-on required: within an hour after a test sign-in, and one administrator keeps the link', async () => {
    const { must, tries, company, invite, mailsTo, world } = story()
    const acme = await company('Acme', ['acme.example'])
    const anna = await invite(acme.admin, 'anna@acme.example')
    const second = await invite(acme.admin, 'tweede@acme.example', { role: 'administrator' })
    const idp = await connect(story(), acme.admin.web, 'acme')
    const require = () =>
      tries('connections.change', acme.admin.web, { connectionId: idp.id, required: true, breakGlass: acme.admin.id })
    expect(await require()).toMatchObject(refused('test_sign_in_first'))
    await idp.signIn({ nameId: 'anna', email: anna.email }, { test: true })
    expect(await require()).toMatchObject(refused('test_sign_in_first'))
    expect(await idp.signIn({ nameId: 'two', email: second.email }, { test: true })).toMatchObject({ tested: true })
    world.wait({ minutes: 61 })
    expect(await require()).toMatchObject(refused('test_sign_in_first'))
    await idp.signIn({ nameId: 'two', email: second.email }, { test: true })
    expect(await require()).toMatchObject({ ok: true })

    const mailed = async (email: string) => {
      const before = mailsTo(email).length
      await must('sign_in.start', stranger, { email, by: 'link' })
      return mailsTo(email).length - before
    }
    expect([await mailed(anna.email), await mailed(second.email), await mailed(acme.admin.email)]).toEqual([0, 0, 1])
    // Nobody who must be able to come in when the identity provider fails comes in through it.
    expect(await idp.signIn({ nameId: 'one', email: acme.admin.email })).toMatchObject({
      reason: 'identity.protected_account',
    })
  })

  it('a new person is created and linked at once, known by identifier from then on, and company-wide licences work', async () => {
    const { must, ask, company, licence, world } = story()
    const acme = await company('Acme', ['acme.example'])
    await licence(acme.id, 'Bouw', { companyWide: true })
    const idp = await connect(story(), acme.admin.web, 'acme')
    const first = await idp.signIn({ nameId: 'n-1', email: 'Sara@acme.example', name: 'Sara' })
    expect(first).toMatchObject({ signedIn: true, isNew: true, companyId: acme.id })
    const web = browserOf(first)
    expect((await ask('licences.list', web)).licences).toMatchObject([
      { name: 'Bouw', access: { allowed: true, because: 'company_wide' } },
    ])
    expect(await ask('sessions.me', web)).toMatchObject({
      user: { email: 'sara@acme.example', name: 'Sara' },
      company: { id: acme.id },
      connection: idp.id,
    })
    const [session] = await ask('sessions.list', web)
    expect(session).toMatchObject({ how: 'assertion', current: true, signedInAt: world.now() })
    // Another address under the same identifier is the same person, updated.
    const again = await idp.signIn({ nameId: 'n-1', email: 'sara.smit@acme.example', name: 'Sara Smit' })
    expect(again).toMatchObject({ signedIn: true, isNew: false, userId: 'userId' in first && first.userId })
    expect(await ask('users.me', browserOf(again))).toMatchObject({
      user: { email: 'sara.smit@acme.example', name: 'Sara Smit' },
    })
    // The same address under another identifier is not.
    expect(await idp.signIn({ nameId: 'n-2', email: 'sara.smit@acme.example' })).toMatchObject({
      reason: 'identity.email_taken',
    })
    await must('connections.change', acme.admin.web, { connectionId: idp.id, provisioning: false })
    expect(await idp.signIn({ nameId: 'n-3', email: 'tom@acme.example' })).toMatchObject({
      reason: 'identity.not_provisioned',
    })
  })

  it('an address links inside the companies of the connection only, in their verified domains exactly', async () => {
    const { must, company, invite, finish, world } = story()
    const acme = await company('Acme', ['acme.example'])
    const beta = await company('Beta', ['beta.example'])
    const anna = await invite(acme.admin, 'anna@acme.example')
    const idp = await connect(story(), acme.admin.web, 'acme')
    expect(await idp.signIn({ nameId: 'a', email: 'ANNA@acme.example' })).toMatchObject({ userId: anna.id })
    await must('domains.start_proof', acme.admin.web, { domain: 'acme.test' })
    for (const email of [beta.admin.email, 'x@hr.acme.example', 'x@acme.test', 'x@gmail.com'])
      expect(await idp.signIn({ nameId: email, email })).toMatchObject({ reason: 'identity.domain_not_allowed' })
    // A guest is somebody whom an administrator invited by name.
    await must('users.invite', acme.admin.web, { emails: ['gast@elders.example'], guest: true, name: 'Gast' })
    expect(await idp.signIn({ nameId: 'g', email: 'gast@elders.example' })).toMatchObject({ signedIn: true })
    await must('users.invite', acme.admin.web, { emails: ['gast2@elders.example'], guest: true, name: 'Gast' })
    const second = await finish('gast2@elders.example')
    expect(await idp.signIn({ nameId: 'g2', email: 'gast2@elders.example' })).toMatchObject({ userId: second.id })
    expect(await world.rows('users', { companyId: beta.id })).toHaveLength(1)
  })

  it('whoever is in none of the companies of a connection chooses one', async () => {
    const { company } = story()
    const acme = await company('Acme', ['acme.example'])
    const beta = await company('Beta', ['acme.example'])
    const idp = await connect(story(), operator, 'groep', { companyId: acme.id, sharedWith: [beta.id] })
    const said = { nameId: 'sara', email: 'sara@acme.example' }
    expect(await idp.signIn(said)).toEqual({
      signedIn: false,
      choose: [
        { companyId: acme.id, name: 'Acme' },
        { companyId: beta.id, name: 'Beta' },
      ],
    })
    expect(await idp.signIn(said, { companyId: beta.id })).toMatchObject({ signedIn: true, companyId: beta.id })
    expect(await idp.signIn(said)).toMatchObject({ signedIn: true, companyId: beta.id, isNew: false })
  })

  it('a user of another company on the same domain is out of reach: nothing is linked, and the administrators there are told', async () => {
    const { invite, mailsTo, world } = story()
    const { north, southIdp } = await setUp(story())
    const anna = await invite(north.admin, 'anna@delta.example')
    for (const [email, nameId] of [
      [anna.email, 'a'],
      [north.admin.email, 'b'],
    ] as const) {
      const before = JSON.stringify([await world.rows('users'), await world.rows('sessions')])
      expect(await southIdp.signIn({ nameId, email })).toMatchObject({
        signedIn: false,
        reason: 'identity.other_company',
      })
      expect(await world.rows('identities')).toEqual([])
      expect(JSON.stringify([await world.rows('users'), await world.rows('sessions')])).toBe(before)
    }
    expect(mailsTo(north.admin.email).at(-1)).toContain('is geweigerd')
    expect(await world.events('identity.refused')).toMatchObject([{ userId: anna.id }, { userId: north.admin.id }])
  })

  it('that person comes over by signing in at both, or when an administrator there lets the account go', async () => {
    const { must, tries, invite, ask } = story()
    const { north, south, southIdp } = await setUp(story())
    await must('connections.change', operator, { connectionId: southIdp.id, provisioning: true })
    const anna = await invite(north.admin, 'anna@delta.example')
    const bob = await invite(north.admin, 'bob@delta.example')
    // Anna proved her mailbox when she registered, and is signed in at the first company; now she signs in at the other.
    await southIdp.signIn({ nameId: 'south-admin', email: south.admin.email }, { test: true })
    await must('connections.change', south.admin.web, { connectionId: southIdp.id, required: true })
    expect(await tries('users.switch_company', anna.web, { companyId: south.id })).toMatchObject(
      refused('single_sign_on_required'),
    )
    const proof = (email: string) => southIdp.signIn({ nameId: email, email }, { session: anna.web.session })
    expect(await proof(bob.email)).toMatchObject({ reason: 'identity.other_company' })
    expect(await proof(anna.email)).toMatchObject({ proved: true })
    await must('users.switch_company', anna.web, { companyId: south.id })
    expect(await ask('sessions.me', anna.web)).toMatchObject({ company: { id: south.id }, connection: southIdp.id })
    expect(await southIdp.signIn({ nameId: anna.email, email: anna.email })).toMatchObject({ userId: anna.id })

    await must('users.remove', north.admin.web, { user: bob.id })
    expect(await southIdp.signIn({ nameId: 'bob', email: bob.email })).toMatchObject({
      signedIn: true,
      isNew: true,
      companyId: south.id,
    })
  })

  it('groups bring licences and the role, and what they brought goes with them', async () => {
    const { must, tries, ask, askRefused, company, licence, invite, mailsTo } = story()
    const acme = await company('Acme', ['acme.example'])
    const [bouw, staal, hout] = [
      await licence(acme.id, 'Bouw'),
      await licence(acme.id, 'Staal', { seats: 1 }),
      await licence(acme.id, 'Hout'),
    ]
    const beta = await company('Beta', ['beta.example'])
    const elsewhere = await licence(beta.id, 'Elders')
    const idp = await connect(story(), acme.admin.web, 'acme')
    const mapping = [
      { group: 'Constructie', licenceIds: [bouw.id, staal.id] },
      { group: 'Beheer', role: 'administrator' },
    ]
    const anna = await invite(acme.admin, 'anna@acme.example')
    expect(await tries('connections.change', anna.web, { connectionId: idp.id, mapping })).toMatchObject(
      refused('not_allowed'),
    )
    const foreign = [{ group: 'Constructie', licenceIds: [bouw.id, elsewhere.id] }]
    expect(await tries('connections.change', acme.admin.web, { connectionId: idp.id, mapping: foreign })).toMatchObject(
      refused('not_found'),
    )
    await must('connections.change', acme.admin.web, { connectionId: idp.id, mapping })
    const may = async (web: Parameters<typeof ask>[1]) =>
      (await ask('licences.list', web)).licences.filter(({ access }) => access.allowed).map(({ name }) => name)

    const sara = { nameId: 'sara', email: 'sara@acme.example' }
    const web = browserOf(await idp.signIn({ ...sara, groups: ['Constructie', 'Beheer', 'constructie'] }))
    expect(await may(web)).toEqual(['Bouw', 'Staal'])
    await ask('users.search', web)
    // What people gave is theirs: neither given twice nor taken away.
    await must('access.give', acme.admin.web, { user: sara.email, licenceId: hout.id })
    await must('access.give', acme.admin.web, { user: anna.id, licenceId: bouw.id })
    const linked = { nameId: 'anna', email: anna.email }
    const full = await idp.signIn({ ...linked, groups: ['Constructie'] })
    expect(await may(anna.web)).toEqual(['Bouw'])
    const { traces } = await ask('connections.show', acme.admin.web, { connectionId: idp.id })
    expect(traces.find(({ code }) => 'code' in full && code === full.code)?.detail).toBe('no seat left in Staal')
    await idp.signIn(linked)
    expect(await may(anna.web)).toEqual(['Bouw'])

    const again = browserOf(await idp.signIn({ ...sara, groups: ['constructie'] }))
    expect(await may(again)).toEqual(['Hout'])
    expect(await askRefused('users.search', again)).toMatchObject(refused('not_allowed'))
    expect(mailsTo(sara.email).join()).toContain('hoorde bij een groep')
    expect(await must('sign_out', again)).toBeDefined()
    // The seat is free again.
    await idp.signIn({ ...linked, groups: ['Constructie'] })
    expect(await may(anna.web)).toEqual(['Bouw', 'Staal'])
    // Without its rule a group brings nothing, and takes what it brought.
    await must('connections.change', acme.admin.web, { connectionId: idp.id, mapping: [] })
    await idp.signIn({ ...linked, groups: ['Constructie'] })
    expect(await may(anna.web)).toEqual(['Bouw'])
  })

  it('a group that is gone never takes the last administrator, nor a role that people gave', async () => {
    const { must, ask, company, invite, world } = story()
    const acme = await company('Acme', ['acme.example'])
    const idp = await connect(story(), acme.admin.web, 'acme')
    const mapping = [{ group: 'Beheer', role: 'administrator' }]
    await must('connections.change', acme.admin.web, { connectionId: idp.id, mapping })
    const sara = { nameId: 'sara', email: 'sara@acme.example' }
    const signedIn = await idp.signIn({ ...sara, groups: ['Beheer'] })
    const role = async () => (await world.row('users', 'userId' in signedIn ? signedIn.userId : '')).role
    await must('users.change', acme.admin.web, { user: acme.admin.id, role: 'user' })
    const last = browserOf(await idp.signIn(sara))
    expect(await role()).toBe('administrator')
    await invite({ ...acme.admin, web: last }, 'anna@acme.example', { role: 'administrator' })
    await idp.signIn(sara)
    expect(await role()).toBe('user')
    const anna = await world.rows('users', { email: 'anna@acme.example' })
    const byAnna = await world.signIn({ id: anna[0]?.id ?? '', companyId: acme.id })
    await must('users.change', byAnna, { user: sara.email, role: 'administrator' })
    await idp.signIn(sara)
    expect(await role()).toBe('administrator')
    expect(await ask('users.search', last, { role: 'administrator' })).toMatchObject({ total: 2 })
  })

  it('a dry run says what a mapping would do with an assertion seen before, and does nothing', async () => {
    const { must, tries, company, licence, world } = story()
    const acme = await company('Acme', ['acme.example'])
    const beta = await company('Beta', ['beta.example'])
    const [bouw, staal] = [await licence(acme.id, 'Bouw'), await licence(acme.id, 'Staal')]
    const idp = await connect(story(), acme.admin.web, 'acme')
    const connectionId = idp.id
    await must('connections.change', acme.admin.web, {
      connectionId,
      mapping: [{ group: 'A', licenceIds: [staal.id] }],
    })
    const seen = await idp.signIn({ nameId: 'sara', email: 'sara@acme.example', name: 'Sara', groups: ['A', 'B'] })
    const code = 'code' in seen ? seen.code : ''
    const before = JSON.stringify([await world.rows('grants'), await world.rows('users'), await world.rows('audit')])
    const mapping = [{ group: 'B', role: 'administrator', licenceIds: [bouw.id] }]
    expect(
      await must('connections.try_mapping', acme.admin.web, { connectionId, code: code.toLowerCase(), mapping }),
    ).toEqual({
      groups: ['A', 'B'],
      person: 'Sara',
      role: { before: 'user', after: 'administrator' },
      gives: ['Bouw'],
      takes: ['Staal'],
      full: [],
      keptLast: false,
    })
    // With the rules as they are nothing would change; and somebody who could not come in is a newcomer.
    expect(await must('connections.try_mapping', acme.admin.web, { connectionId, code })).toMatchObject({
      gives: [],
      takes: [],
      role: { after: 'user' },
    })
    expect(JSON.stringify([await world.rows('grants'), await world.rows('users'), await world.rows('audit')])).toBe(
      before,
    )
    const stranger = await idp.signIn({ nameId: 'x', email: 'x@elders.example', groups: ['B'] })
    expect(
      await must('connections.try_mapping', acme.admin.web, {
        connectionId,
        code: 'code' in stranger ? stranger.code : '',
        mapping,
      }),
    ).toMatchObject({ groups: ['B'], person: undefined, gives: ['Bouw'] })
    expect(await tries('connections.try_mapping', beta.admin.web, { connectionId, code })).toMatchObject(
      refused('not_found'),
    )
  })

  it('every sign-in, good or bad, leaves a trace under the short code that the person sees', async () => {
    const { ask, company } = story()
    const acme = await company('Acme', ['acme.example'])
    const idp = await connect(story(), acme.admin.web, 'acme')
    const good = await idp.signIn({ nameId: 'a', email: 'anna@acme.example' })
    const bad = await idp.signIn({ nameId: 'b', email: 'bob@beta.example' })
    const trace = async ({ code }: { code?: string }) =>
      (await ask('connections.show', acme.admin.web, { connectionId: idp.id, code })).traces
    expect(await trace('code' in good ? good : {})).toMatchObject([{ outcome: 'signed_in' }])
    expect('code' in bad && bad.code).toMatch(/^T-[0-9A-Z]{5}$/)
    expect(await trace('code' in bad ? bad : {})).toMatchObject([
      {
        outcome: 'refused',
        reason: 'identity.domain_not_allowed',
        expected: 'acme.example',
        received: 'b…@beta.example',
      },
    ])
  })

  it('certificates overlap, are refreshed from the metadata address, and warn before they end', async () => {
    const { must, ask, company, pass, mailsTo, world } = story()
    const acme = await company('Acme', ['acme.example'])
    const idp = await connect(story(), acme.admin.web, 'acme', { metadataUrl: 'https://acme.example/metadata' })
    world.wait({ days: 1, minutes: 1 })
    const due = await ask('connections.metadata_due', { channel: 'clock' })
    expect(due).toMatchObject([{ id: idp.id }])
    const both = { ...metadataOf('acme'), certificates: ['old', 'new'], endsAt: '2026-04-20T00:00:00Z' }
    await must('connections.refresh_metadata', idp.claim, { identityProvider: both })
    const web = await world.signIn({ id: acme.admin.id, companyId: acme.id })
    expect((await ask('connections.list', web)).connections[0]?.identityProvider.certificates).toEqual(['old', 'new'])
    const warnings = () => mailsTo(acme.admin.email).filter((mail) => mail.includes('certificaten')).length
    await pass({ days: 10 })
    expect(warnings()).toBe(0)
    await pass({ days: 10 })
    expect(warnings()).toBe(1)
    // Reading fails: the last good reading goes on to count.
    await must('connections.refresh_metadata', idp.claim, { why: 'no answer' })
    const [after] = (await ask('connections.list', await world.signIn({ id: acme.admin.id, companyId: acme.id })))
      .connections
    expect(after).toMatchObject({ metadataFault: 'no answer', identityProvider: { certificates: ['old', 'new'] } })
  })

  it('a removal, a block, a lost domain and a deleted connection end sessions and chat powers at once', async () => {
    const { must, ask, askRefused, company, connect: connectChat, confirm, world } = story()
    const acme = await company('Acme', ['acme.example', 'acme.test'])
    const idp = await connect(story(), acme.admin.web, 'acme')
    await connectChat(acme.admin, 'slack')
    const enter = async (name: string) => {
      const email = `${name}@acme.test`
      const signedIn = await idp.signIn({ nameId: name, email })
      const web = browserOf(signedIn)
      const id = 'userId' in signedIn ? signedIn.userId : ''
      await must('users.change', acme.admin.web, { user: id, role: 'administrator' })
      const chat = inChat('slack', name, email)
      await confirm({ id, email, name, web }, chat)
      for (const claim of [web, chat])
        expect(await ask('users.search', claim)).toMatchObject({ users: expect.anything() })
      return { id, web, chat }
    }
    const ends = async ({ web, chat }: Awaited<ReturnType<typeof enter>>, how: () => Promise<unknown>) => {
      await how()
      expect(await askRefused('licences.list', web)).toMatchObject(refused('not_signed_in'))
      expect(await askRefused('users.search', chat)).toMatchObject({ ok: false })
    }
    const [removed, blocked, moved] = [await enter('removed'), await enter('blocked'), await enter('moved')]
    await ends(removed, () => must('users.remove', acme.admin.web, { user: removed.id }))
    await ends(blocked, () => must('users.block', acme.admin.web, { user: blocked.id }))
    await ends(moved, () => must('domains.remove', operator, { companyId: acme.id, domain: 'acme.test' }))
    await must('domains.allow', operator, { companyId: acme.id, domain: 'acme.test' })
    const kept = browserOf(await idp.signIn({ nameId: 'moved', email: 'moved@acme.test' }))
    await ask('licences.list', kept)
    await must('connections.remove', acme.admin.web, { connectionId: idp.id })
    expect(await askRefused('licences.list', kept)).toMatchObject(refused('not_signed_in'))
    expect(await world.rows('sessions', { connectionId: idp.id })).toEqual([])
  })

  it('a deprovisioning call ends sessions and chat powers at once', async () => {
    const { must, ask, askRefused, company, connect: connectChat, confirm, link } = story()
    const acme = await company('Acme', ['acme.example'])
    await connectChat(acme.admin, 'teams')
    const idp = await connect(story(), acme.admin.web, 'acme')
    const directory = await idp.directory(acme.id)
    const sara = personOf('sara@acme.example')
    const { id, userId } = await must('provisioning.add_person', directory, sara)
    await must('users.change', acme.admin.web, { user: userId, role: 'administrator' })
    await must('sign_in.start', stranger, { email: sara.email, by: 'link' })
    const { session } = await must('sign_in.by_link', stranger, { secret: link(sara.email) })
    const web = { channel: 'web', session } as const
    const chat = inChat('teams', 'sara', sara.email)
    await confirm({ id: userId, email: sara.email, name: 'Sara', web }, chat)
    for (const claim of [web, chat]) await ask('users.search', claim)

    await must('provisioning.change_person', directory, { ...sara, id, active: false })
    expect(await askRefused('users.search', web)).toMatchObject(refused('not_signed_in'))
    expect(await askRefused('users.search', chat)).toMatchObject(refused('is_blocked'))
    await must('provisioning.remove_person', directory, { id })
    expect(await askRefused('users.search', chat)).toMatchObject(refused('no_account'))
  })
})
