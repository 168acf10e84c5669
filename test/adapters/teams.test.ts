import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { actionsOf, type TeamsUser, type TokenFlaw } from '../fakes/teams.ts'
import { openTeamsWorld, type TeamsWorld, tenantId, wordsOn } from './teams-world.ts'

let world: TeamsWorld
beforeEach(async () => {
  world = await openTeamsWorld({ quotas: false })
})
afterEach(async () => {
  const { violations } = world.teams
  await world.close()
  expect(violations).toEqual([])
})

const lastTo = (user: TeamsUser) => {
  const message = world.teams.messagesTo(user).at(-1)
  if (!message) throw new Error(`nothing was sent to ${user.name}`)
  return message
}
const said = (user: TeamsUser) => wordsOn(lastTo(user).card)
const labels = (user: TeamsUser) => actionsOf(lastTo(user).card ?? {}).map(({ title }) => title)
/** Calls to Microsoft besides reading its public keys. */
const outgoing = () => world.teams.calls.filter(({ route }) => !['metadata', 'keys'].includes(route))

describe('what people type', () => {
  it('is answered in the language of their client', async () => {
    const anna = await world.person('Anna')
    await world.teams.say(anna, 'help')
    expect(said(anna)).toContain('Dit kun je hier doen')
    await world.teams.say({ ...anna, locale: 'en-GB' }, 'help')
    await world.teams.say(anna, 'help', { activity: { locale: 'en-GB' } })
    expect(said(anna)).toContain('What you can do here')
  })

  it('makes a request, once', async () => {
    const anna = await world.person('Anna')
    await world.teams.say(anna, 'aanvragen Bouw voor de nieuwbouw')
    expect(await world.requests()).toMatchObject([
      { requesterId: anna.userId, reason: 'voor de nieuwbouw', via: 'teams' },
    ])
    await world.teams.say(anna, 'aanvragen Bouw')
    expect(await world.requests()).toHaveLength(1)
    expect(labels(anna)).toEqual(['Openen'])
    await world.teams.click(anna, lastTo(anna), 'Openen')
    expect(said(anna)).toContain('Toegang tot "Bouw"')
  })

  it('is understood with a typing mistake, by a button that says it right', async () => {
    const anna = await world.person('Anna')
    await world.teams.say(anna, 'lisenties')
    expect(labels(anna)).toContain('licenties')
    await world.teams.click(anna, lastTo(anna), 'licenties')
    expect(said(anna)).toContain('Bouw')
  })

  it('stays text, whatever it holds', async () => {
    const bea = await world.administrator('Bea')
    const anna = await world.person('Anna [x](https://evil.example) <at>Bea</at>', { email: 'anna@acme.example' })
    const reason = '**vet** [klik](https://evil.example) <b>&amp; {{DATE(2026-01-01T00:00:00Z, SHORT)}} "quoted" 👷'
    await world.teams.say(anna, `aanvragen Bouw ${reason}`)
    await world.deliver()
    const [, copy] = world.teams.messagesTo(bea)
    expect(wordsOn(copy?.card)).toContain(reason.replace('{{', '{ {'))
    expect(JSON.stringify(copy?.card)).not.toMatch(/"(TextBlock|FactSet)"/)
  })

  it('may be longer than anybody reads', async () => {
    const anna = await world.person('Anna')
    await world.teams.say(anna, 'x'.repeat(50_000))
    await world.teams.say(anna, `aanvragen Bouw ${'y'.repeat(50_000)}`)
    expect(world.teams.messagesTo(anna)).toHaveLength(2)
    expect(await world.requests()).toEqual([])
  })
})

describe('who people are', () => {
  it('is asked of the tenant at each message; guests and anonymous people get nothing', async () => {
    const { email } = await world.person('Bram')
    for (const outsider of [{ guest: true }, { userRole: 'anonymous' }, { userPrincipalName: '' }]) {
      const posing = world.teams.addUser({ name: 'Bram', email: email ?? '', ...outsider })
      await world.teams.say(posing, 'licenties')
      expect(said(posing).join()).not.toContain('Bouw')
    }
    expect(await world.read((tx) => tx.chatAccounts.list({}))).toEqual([])
  })

  it('is refused at the door for people of another tenant, though Microsoft vouches for the delivery', async () => {
    const stranger = world.teams.addUser({ name: 'Vreemd', email: 'anna@acme.example', tenantId: 'other' })
    expect(await world.teams.say(stranger, 'help')).toMatchObject({ status: 403, body: '' })
    const anna = await world.person('Anna')
    const mixed = { channelData: { tenant: { id: 'other' } } }
    expect(await world.teams.say(anna, 'help', { activity: mixed })).toMatchObject({ status: 403 })
    expect(outgoing()).toEqual([])
  })

  it('is the account of the activity, not one that its member id leads to', async () => {
    const [anna, bram] = [await world.person('Anna'), await world.person('Bram')]
    const from = { id: anna.id, aadObjectId: bram.objectId, name: 'Bram' }
    await world.teams.say(anna, 'aanvragen Bouw', { activity: { from } })
    expect(await world.requests()).toEqual([])
  })

  it('gives administrators no power before they confirmed', async () => {
    const bea = await world.person('Bea', { role: 'administrator' })
    await world.teams.say(bea, 'gebruikers')
    expect(labels(bea)).toEqual(['Chataccount bevestigen'])
    await world.teams.click(bea, lastTo(bea), 'Chataccount bevestigen')
    expect(actionsOf(lastTo(bea).card ?? {})).toMatchObject([
      { type: 'Action.OpenUrl', url: expect.stringMatching(/^https:\/\/toegang\.example\/chat\/confirm\?secret=/) },
    ])
  })
})

describe('a channel', () => {
  const mention = async (user: TeamsUser, text: string) => {
    const channel = world.teams.addChannel({ name: 'Bouw', members: [user] })
    await world.teams.addToChannel(user, channel)
    await world.teams.mention(user, channel, text)
    return world.teams.messagesIn(channel).filter(({ from }) => from === 'bot')
  }

  it('hears that the answer is in the own chat, and nothing else', async () => {
    const anna = await world.person('Anna')
    const here = await mention(anna, 'aanvragen Bouw om iets geheims')
    expect(here.map(({ card }) => wordsOn(card))).toEqual([['Je antwoord staat in je eigen chat met mij.']])
    expect(actionsOf(here[0]?.card ?? {})).toEqual([])
    expect(await world.requests()).toMatchObject([{ reason: 'om iets geheims' }])
    const own = world.teams.messagesIn(anna).filter(({ from }) => from === 'bot')
    expect(own).toHaveLength(1)
    expect(await world.account(anna)).not.toHaveProperty('conversation')
  })

  it('does nothing for somebody without a chat of their own', async () => {
    const anna = await world.person('Anna')
    await world.teams.uninstall(anna)
    const here = await mention(anna, 'aanvragen Bouw')
    expect(here.map(({ card }) => wordsOn(card).join())).toEqual([expect.stringContaining('Hier lezen anderen mee')])
    expect(await world.requests()).toEqual([])
  })

  it('may mention others by name', async () => {
    const anna = await world.person('Anna')
    const bram = { type: 'mention', mentioned: { id: '29:bram' }, text: '<at>Bram de Boer</at>' }
    await world.teams.say(anna, 'aanvragen Bouw met <at>Bram de Boer</at>', { activity: { entities: [bram] } })
    expect(await world.requests()).toMatchObject([{ reason: 'met Bram de Boer' }])
  })
})

describe('being installed', () => {
  it('brings a welcome, and a way to be reached that follows every move', async () => {
    const anna = await world.person('Anna')
    expect(await world.teams.install(anna)).toMatchObject([{ status: 200 }, { status: 200 }])
    expect(world.teams.messagesTo(anna)).toHaveLength(1)
    expect(said(anna)).toContain('Dit kun je hier doen')
    const before = await world.account(anna)
    expect(JSON.parse(before?.conversation ?? '')).toMatchObject({
      serviceUrl: world.teams.serviceUrl,
      memberId: anna.id,
    })
    const moved = world.teams.serviceUrl.replace('/emea/', '/amer/')
    await world.teams.say(anna, 'help', { serviceUrl: moved })
    expect(JSON.parse((await world.account(anna))?.conversation ?? '')).toMatchObject({ serviceUrl: moved })
  })

  it('ends with its removal, and begins anew', async () => {
    const bea = await world.administrator('Bea')
    await world.teams.uninstall(bea)
    const left = await world.account(bea)
    expect(left).toMatchObject({ userId: bea.userId, confirmedAt: expect.any(String) })
    expect(left?.conversation).toBeUndefined()
    const anna = await world.person('Anna')
    await world.teams.say(anna, 'aanvragen Bouw')
    await world.deliver()
    expect((await world.outbox()).filter(({ kind, state }) => kind === 'request_copy' && state !== 'sent')).toEqual([])
    expect(world.mails.map(({ to }) => to)).toContain('bea@acme.example')
    expect(world.teams.count('post')).toBe(world.teams.messagesTo(anna).length + world.teams.messagesTo(bea).length)
    await world.teams.install(bea)
    expect(await world.account(bea)).toMatchObject({ confirmedAt: left?.confirmedAt, conversation: expect.any(String) })
    await world.teams.say(anna, 'norm NEN 1010')
    await world.deliver()
    expect(said(bea).join()).toContain('NEN 1010')
  })

  it('of a team removes nobody', async () => {
    const anna = await world.person('Anna')
    await world.teams.say(anna, 'help')
    const channel = world.teams.addChannel({ name: 'Bouwplaats', members: [anna] })
    await world.teams.addToChannel(anna, channel)
    await world.teams.removeFromChannel(anna, channel)
    expect((await world.account(anna))?.conversation).toEqual(expect.any(String))
  })

  it('and removed, renamed or anything else that Teams tells is taken as heard', async () => {
    const anna = await world.person('Anna')
    expect(await world.teams.uninstall(anna)).toMatchObject([{ status: 200 }])
    expect(
      await world.teams.sendActivity({
        type: 'somethingNew',
        channelId: 'msteams',
        serviceUrl: world.teams.serviceUrl,
      }),
    ).toMatchObject({ status: 200 })
    expect(world.teams.messagesTo(anna)).toEqual([])
  })
})

describe('dialogs', () => {
  it('take a request', async () => {
    const anna = await world.person('Anna')
    await world.teams.say(anna, 'aanvragen')
    const dialog = await world.teams.openDialog(anna, lastTo(anna), 'Toegang aanvragen')
    expect(wordsOn(dialog.card)).toContain('Bouw')
    const closed = await world.teams.submitDialog(dialog, { licenceId: world.bouw.id, reason: 'Nieuwbouw' })
    const [request] = await world.requests()
    expect(request).toMatchObject({ reason: 'Nieuwbouw', licenceId: world.bouw.id })
    expect(closed.message).toContain(request?.reference)
  })

  it('stay open with what was typed when it is refused', async () => {
    const bea = await world.administrator('Bea')
    await world.teams.say(bea, 'geef nobody@acme.example')
    const dialog = await world.teams.openDialog(bea, lastTo(bea), 'Toegang geven')
    const open = await world.teams.submitDialog(dialog, { licenceId: world.bouw.id, reason: 'Stage' })
    expect(open.card).toMatchObject({
      body: [
        { inlines: [{ color: 'attention' }] },
        { id: 'user', value: 'nobody@acme.example' },
        { id: 'licenceId', value: world.bouw.id },
        { id: 'until' },
        { id: 'reason', value: 'Stage' },
      ],
    })
  })

  it('invite many at once, and tell about each', async () => {
    const bea = await world.administrator('Bea')
    await world.teams.say(bea, 'uitnodigen')
    const dialog = await world.teams.openDialog(bea, lastTo(bea), 'Gebruikers uitnodigen')
    const emails = 'kees@acme.example, mia@acme.example;\nxander@elders.example'
    const closed = await world.teams.submitDialog(dialog, { emails })
    const words = wordsOn(closed.card).join('\n')
    for (const email of ['kees@acme.example', 'mia@acme.example', 'xander@elders.example'])
      expect(words).toContain(email)
    expect(await world.read((tx) => tx.users.list({ status: 'invited' }))).toHaveLength(2)
  })

  it('say why they do not open, and what became of a form that is out of date', async () => {
    const anna = await world.person('Anna')
    await world.teams.say(anna, 'aanvragen')
    const offered = lastTo(anna)
    const open = await world.teams.openDialog(anna, offered, 'Toegang aanvragen')
    await world.write((tx) => tx.licences.put({ ...world.bouw, companyWide: true }))
    const why = (await world.teams.openDialog(anna, offered, 'Toegang aanvragen')).message
    expect(why).toBeTruthy()
    expect(await world.teams.submitDialog(open, { licenceId: world.bouw.id })).toMatchObject({ message: why })
    expect(await world.requests()).toEqual([])
  })

  it.each([
    ['task/fetch', { name: 'nothing.like_this' }],
    ['task/fetch', 7],
    ['task/submit', 7],
    ['task/submit', {}],
  ])('answer %s with %o in words', async (name, data) => {
    const answer = await world.teams.invoke(await world.person('Anna'), name, { data })
    expect(answer).toMatchObject({ status: 200, body: { task: { type: 'message', value: expect.any(String) } } })
  })

  it('can not smuggle in what the form did not ask', async () => {
    const anna = await world.person('Anna')
    const data = {
      form: 'requests.ask_access',
      hidden: {},
      licenceId: world.bouw.id,
      requesterId: 'u1',
      companyId: 'c2',
    }
    await world.teams.invoke(anna, 'task/submit', { data })
    expect(await world.requests()).toMatchObject([{ requesterId: anna.userId, companyId: world.acme.id }])
  })
})

describe('buttons on the copy of a request', () => {
  const asked = async () => {
    const [bea, cor] = [await world.administrator('Bea'), await world.administrator('Cor')]
    const anna = await world.person('Anna')
    await world.teams.say(anna, 'aanvragen Bouw')
    await world.deliver()
    return { bea, cor, anna }
  }

  it('approve; every copy then shows it without buttons', async () => {
    const { bea, cor, anna } = await asked()
    expect(labels(cor)).toEqual(['Goedkeuren', 'Met toelichting of einddatum', 'Afwijzen', 'Ik pak dit op'])
    const answer = await world.teams.click(bea, lastTo(bea), 'Goedkeuren')
    expect(wordsOn(answer.card).join()).toMatch(/Goedgekeurd door Bea op/)
    expect(labels(bea)).toEqual([])
    await world.deliver()
    for (const user of [bea, cor]) {
      expect(said(user).join()).toMatch(/Goedgekeurd door Bea op/)
      expect(labels(user)).toEqual([])
    }
    const copies = world.teams.messagesTo(anna).filter(({ edits }) => edits.length > 0)
    expect(copies.map(({ card }) => wordsOn(card).join())).toEqual([expect.stringMatching(/Goedgekeurd door Bea/)])
  })

  it('decline with a reason, in a dialog', async () => {
    const { bea, cor } = await asked()
    const dialog = await world.teams.openDialog(bea, lastTo(bea), 'Afwijzen')
    await world.teams.submitDialog(dialog, { reason: 'Geen budget' })
    await world.deliver()
    expect(said(cor)).toContain('Geen budget')
    expect(await world.requests()).toMatchObject([
      { state: 'declined', decision: { reason: 'Geen budget', via: 'teams' } },
    ])
  })

  it('show who decided when somebody else was first', async () => {
    const { bea, cor } = await asked()
    await world.teams.click(bea, lastTo(bea), 'Goedkeuren')
    const answer = await world.teams.click(cor, lastTo(cor), 'Goedkeuren')
    expect(wordsOn(answer.card).join()).toMatch(/Goedgekeurd door Bea/)
    expect(labels(cor)).toEqual([])
  })

  it('say what is refused beside the card, which stays', async () => {
    const { bea } = await asked()
    await world.write((tx) => tx.licences.put({ ...world.bouw, expiresAt: world.bouw.createdAt }))
    const answer = await world.teams.click(bea, lastTo(bea), 'Goedkeuren')
    expect(answer).toMatchObject({ message: expect.stringContaining('verlopen') })
    expect(labels(bea)).toEqual(['Goedkeuren', 'Met toelichting of einddatum', 'Afwijzen', 'Ik pak dit op'])
    await world.teams.clickSubmit(bea, lastTo(bea), 'Goedkeuren')
    const [copy, words] = world.teams.messagesTo(bea).slice(-2)
    expect(actionsOf(copy?.card ?? {}).map(({ title }) => title)).toEqual([
      'Goedkeuren',
      'Met toelichting of einddatum',
      'Afwijzen',
      'Ik pak dit op',
    ])
    expect(wordsOn(words?.card)).toEqual([answer.message])
  })

  it('give no power over an own request, whatever is sent', async () => {
    const { bea } = await asked()
    await world.teams.say(bea, 'aanvragen Bouw')
    await world.deliver()
    expect(labels(bea)).toEqual(['Intrekken …', 'Intrekken'])
    const own = (await world.requests()).find(({ requesterId }) => requesterId === bea.userId)
    const input = { requests: [own?.id], verdict: 'approved' }
    const action = { type: 'Action.Execute', verb: 'requests.decide', data: { name: 'requests.decide', input } }
    await world.teams.invoke(bea, 'adaptiveCard/action', { action, trigger: 'manual' })
    expect((await world.requests()).map(({ state }) => state)).toEqual(['open', 'open'])
  })

  it('ask before a request is withdrawn', async () => {
    const { anna, bea } = await asked()
    const copy = lastTo(anna)
    expect(actionsOf(copy.card ?? {})[0]).toMatchObject({ type: 'Action.ShowCard', title: 'Intrekken …' })
    await world.teams.click(anna, copy, 'Intrekken')
    await world.deliver()
    expect(said(bea)).toContain('Ingetrokken')
  })

  it('work in old clients, which send a message instead', async () => {
    const { bea, anna } = await asked()
    const copy = lastTo(bea)
    await world.teams.clickSubmit(bea, copy, 'Goedkeuren')
    expect(lastTo(bea).id).toBe(copy.id)
    expect(said(bea).join()).toMatch(/Goedgekeurd door Bea/)
    await world.teams.say(anna, 'lisenties')
    await world.teams.clickSubmit(anna, lastTo(anna), 'licenties')
    expect(said(anna)).toContain('Bouw')
  })

  it('are refreshed by the client, for its own reader', async () => {
    const { bea, cor } = await asked()
    await world.teams.click(cor, lastTo(cor), 'Goedkeuren')
    expect(wordsOn((await world.teams.refresh(bea, lastTo(bea))).card).join()).toMatch(/Goedgekeurd door Cor/)
    await expect(world.teams.refresh(cor, lastTo(cor))).rejects.toThrow('does not refresh')
  })

  it('never freeze: a refresh brings a card also when we fail, and mends itself', async () => {
    const { bea } = await asked()
    world.breakStore(true)
    const failed = await world.teams.refresh(bea, lastTo(bea))
    expect(wordsOn(failed.card).join()).toMatch(/Er ging iets mis.*Noem dan code \w{6}/)
    expect(world.logged.join()).toContain('the disk is gone')
    world.breakStore(false)
    expect(labels(bea)).toEqual(['Openen'])
    await world.teams.click(bea, lastTo(bea), 'Openen')
    expect(labels(bea)).toEqual(['Goedkeuren', 'Met toelichting of einddatum', 'Afwijzen', 'Ik pak dit op'])
  })

  it('answer at once while the store stalls, and change the card when it is done', async () => {
    const { bea } = await asked()
    const copy = lastTo(bea)
    const go = world.stall()
    const answer = await world.teams.click(bea, copy, 'Goedkeuren')
    expect(wordsOn(answer.card).join()).toMatch(/nog mee bezig/)
    go()
    await world.teams.waitFor(() => lastTo(bea).edits.length > 0 && said(bea).join().includes('Goedgekeurd door Bea'))
    expect(await world.requests()).toMatchObject([{ state: 'approved' }])
  })

  it('forget nothing that was under way when the process stops', async () => {
    const { bea } = await asked()
    const go = world.stall()
    const dialog = await world.teams.openDialog(bea, lastTo(bea), 'Afwijzen')
    expect(dialog.message).toMatch(/nog mee bezig/)
    go()
    await world.teams.waitFor(() => labels(bea).includes('Afwijzen') && world.teams.messagesTo(bea).length === 3)
  })
})

describe('faults', () => {
  it('are told with a reference, in the language of the client, and logged without secrets', async () => {
    const anna = await world.person('Anna')
    world.breakStore(true)
    await world.teams.say(anna, 'help', { activity: { locale: 'en-US' } })
    const [, reference = ''] = /code (\w{6})/.exec(said(anna).join()) ?? []
    expect(said(anna).join()).toContain('Something went wrong')
    expect(world.logged.join()).toContain(reference)
    expect(world.logged.join()).not.toMatch(/Bearer [\w-]+\./)
  })

  it('of Microsoft that pass are lived with', async () => {
    const anna = await world.person('Anna')
    const statuses = [429, 412, 502, 504].map((status) => ({ kind: 'status' as const, status }))
    world.teams.faults.plan({ route: 'member', times: 2, fault: statuses.slice(0, 2) })
    world.teams.faults.plan({ route: 'post', times: 2, fault: statuses.slice(2) })
    expect(await world.teams.say(anna, 'help')).toMatchObject({ status: 200 })
    await world.teams.waitFor(() => world.teams.messagesTo(anna)[0])
  })

  it('of our own registration stay ours: nothing is said, nothing leaks, and the delivery is no failure', async () => {
    await world.close()
    world = await openTeamsWorld({}, { clientSecret: 'not the right one' })
    const anna = await world.person('Anna')
    expect(await world.teams.say(anna, 'help')).toMatchObject({ status: 200 })
    expect(world.teams.messagesTo(anna)).toEqual([])
    expect(world.logged.join()).toContain('Microsoft gave no token (401)')
    expect(world.logged.join()).not.toContain('not the right one')
  })

  it('of the login service are over when it is back, and one token serves many calls', async () => {
    const [anna, bram] = [await world.person('Anna'), await world.person('Bram')]
    world.teams.faults.plan({ route: 'token', fault: { kind: 'status', status: 503 } })
    await world.teams.say(anna, 'help')
    await Promise.all([anna, bram].map((user) => world.teams.say(user, 'help')))
    expect([anna, bram].map((user) => world.teams.messagesTo(user).length)).toEqual([2, 1])
    expect(world.teams.count('token')).toBe(2)
  })

  it('after which a message may have got through repeat nothing', async () => {
    const anna = await world.person('Anna')
    world.teams.faults.plan({ route: 'post', fault: { kind: 'unheard' } })
    expect(await world.teams.say(anna, 'help')).toMatchObject({ status: 200 })
    expect(world.teams.messagesTo(anna)).toHaveLength(1)
  })
})

describe('strangers at the door', () => {
  const flaws: readonly TokenFlaw[] = [
    'no-token',
    'not-bearer',
    'garbage',
    'unsigned',
    'symmetric',
    'wrong-key',
    'unknown-key',
    'no-key-id',
    'wrong-audience',
    'several-audiences',
    'wrong-issuer',
    'expired',
    'not-yet-valid',
    'no-expiry',
    'no-serviceurl',
    'other-serviceurl',
    'not-endorsed',
    'foreign-tenant-other-app',
    'foreign-tenant-our-app',
  ]
  it.each(flaws)('with the token flaw %s reach nothing, and no token of ours leaves', async (token) => {
    const anna = await world.person('Anna')
    const { status } = await world.teams.say(anna, 'aanvragen Bouw', { token })
    expect(status).toBe(token === 'not-endorsed' ? 403 : 401)
    expect(outgoing()).toEqual([])
    expect(await world.requests()).toEqual([])
    expect(await world.account(anna)).toBeUndefined()
  })

  it('with a service URL of their own get nothing', async () => {
    const anna = await world.person('Anna')
    for (const serviceUrl of ['https://evil.example/', null])
      expect(await world.teams.say(anna, 'help', { serviceUrl })).toMatchObject({ status: 401 })
    expect(outgoing()).toEqual([])
  })

  it.each(['{', '[]', '"text"', 'null', ''])('with the body %s hear nothing of us', async (body) => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${world.url}/api/messages`, { method: 'POST', headers, body })
    expect([400, 401]).toContain(response.status)
    expect(await response.text()).toBe('')
  })

  it('with too much to say are cut short', async () => {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ text: 'x'.repeat(300_000) })
    const response = await fetch(`${world.url}/api/messages`, { method: 'POST', headers, body })
    expect([response.status, await response.text()]).toEqual([413, ''])
  })
})

describe('invokes that this bot has no use for', () => {
  it.each(['composeExtension/query', 'composeExtension/queryLink', 'composeExtension/selectItem'])(
    '%s: are declined politely',
    async (name) => {
      const anna = await world.person('Anna')
      expect(await world.teams.invoke(anna, name, {})).toMatchObject({
        status: 200,
        body: { composeExtension: { type: 'message' } },
      })
    },
  )
  it.each(['composeExtension/fetchTask', 'composeExtension/submitAction'])(
    '%s: are declined in a dialog',
    async (name) => {
      const anna = await world.person('Anna')
      expect(await world.teams.invoke(anna, name, {})).toMatchObject({
        status: 200,
        body: { task: { type: 'message' } },
      })
    },
  )
  it('and unknown ones are not implemented', async () => {
    const anna = await world.person('Anna')
    expect(await world.teams.invoke(anna, 'handoff/action', {})).toMatchObject({ status: 501 })
  })
  it('a press that carries nothing shows a card', async () => {
    const anna = await world.person('Anna')
    const value = { action: { type: 'Action.Execute', verb: 'x', data: 'y' }, trigger: 'automatic' }
    expect(await world.teams.invoke(anna, 'adaptiveCard/action', value)).toMatchObject({
      body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: { type: 'AdaptiveCard' } },
    })
  })
})

describe('without checks (TEAMS_AUTH=off)', () => {
  it('answers go to this machine alone, and no token is asked for', async () => {
    await world.close()
    world = await openTeamsWorld({}, { auth: 'off', loginUrl: undefined, serviceHosts: [] })
    const anna = await world.person('Anna')
    expect(
      await world.teams.say(anna, 'help', { token: 'no-token', serviceUrl: 'https://evil.example/' }),
    ).toMatchObject({ status: 401 })
    expect(await world.teams.say(anna, 'help', { token: 'no-token' })).toMatchObject({ status: 200 })
    expect(world.teams.count('token')).toBe(0)
    expect(world.teams.count('member')).toBe(1)
    expect(
      await world.teams.say(anna, 'help', {
        token: 'no-token',
        activity: { channelData: { tenant: { id: `${tenantId}x` } } },
      }),
    ).toMatchObject({ status: 403 })
  })
})
