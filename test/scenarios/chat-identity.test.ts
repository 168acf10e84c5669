/** Chapter 5 of the rules: chat identity. */
import { expect, it } from 'vitest'
import { operator, refused } from '../core/world.ts'
import { describeOnBothStores } from './both-stores.ts'
import { inChat } from './story.ts'

describeOnBothStores('chat identity', (story) => {
  it('an administrator who is signed in to the portal connects a workspace, nobody else', async () => {
    const { must, tries, ask, company, invite, connect } = story()
    const acme = await company('Acme', ['acme.example'])
    const anna = await invite(acme.admin, 'anna@acme.example')
    const chat = inChat('slack', 'U1', acme.admin.email)
    const workspace = { channel: 'slack', workspaceId: 'slack-1', name: 'Onze Slack' }
    for (const claim of [anna.web, chat, operator])
      expect(await tries('workspaces.connect', claim, workspace)).toMatchObject({ ok: false })
    expect(await tries('requests.ask_standard', chat, { number: 'NEN 1' })).toMatchObject(
      refused('workspace_not_connected'),
    )
    for (const channel of ['slack', 'teams'] as const) await connect(acme.admin, channel)
    expect(await ask('chat.whoami', chat)).toMatchObject({ known: true, company: 'Acme' })
    // A second company may use the same workspace; neither learns about the other.
    const beta = await company('Beta', ['beta.example'])
    await connect(beta.admin, 'slack')
    expect((await ask('workspaces.list', beta.admin.web)).workspaces).toHaveLength(1)
    expect(await ask('chat.whoami', inChat('slack', 'U2', beta.admin.email))).toMatchObject({ company: 'Beta' })
    await must('workspaces.disconnect', acme.admin.web, workspace)
    expect(await ask('chat.whoami', chat)).toMatchObject({ known: false })
  })

  it('a chat user is who the vouched address says, within the domains of the connected companies', async () => {
    const { must, ask, company, invite, finish, connect } = story()
    const acme = await company('Acme', ['acme.example'])
    const beta = await company('Beta', ['beta.example'])
    await invite(acme.admin, 'anna@acme.example')
    await must('users.invite', acme.admin.web, { emails: ['gast@elders.example'], guest: true, name: 'Gast' })
    await finish('gast@elders.example')
    await connect(acme.admin, 'teams')
    const who = async (email: string | undefined) => ask('chat.whoami', inChat('teams', 'A1', email))
    expect(await who('Anna@ACME.example')).toMatchObject({ known: true, email: 'anna@acme.example' })
    // Not of a connected company; outside the domains; nobody's address; no address at all, as for guests, bots and outsiders.
    expect(await who(beta.admin.email)).toMatchObject({ known: false, why: 'no_account' })
    expect(await who('gast@elders.example')).toMatchObject({ known: false })
    expect(await who('anna@hr.acme.example')).toMatchObject({ known: false })
    expect(await who(undefined)).toMatchObject({ known: false, why: 'not_vouched' })
    await must('domains.remove', operator, { companyId: acme.id, domain: 'acme.example' })
    expect(await who('anna@acme.example')).toMatchObject({ known: false })
  })

  it('guests, bots and outsiders, for whom nobody vouches, are matched with nobody', async () => {
    const { tries, company, invite, connect, world } = story()
    const acme = await company('Acme', ['acme.example'])
    const anna = await invite(acme.admin, 'anna@acme.example')
    await connect(acme.admin, 'slack')
    const { person: _person, ...outsider } = inChat('slack', 'U1', anna.email)
    expect(await tries('requests.ask_standard', outsider, { number: 'NEN 1' })).toMatchObject(
      refused('account_not_vouched'),
    )
    await tries('chat.meet', outsider)
    expect(await world.rows('chatAccounts')).toEqual([])
  })

  it('an administrator confirms once by a link and a sign-in; before that the bot shows the button and does nothing', async () => {
    const { must, tries, ask, answer, company, invite, connect, licence, world } = story()
    const acme = await company('Acme', ['acme.example'])
    const anna = await invite(acme.admin, 'anna@acme.example')
    const { id: licenceId } = await licence(acme.id, 'Bouw')
    await connect(acme.admin, 'slack')
    const chat = inChat('slack', 'U1', acme.admin.email)
    await must('chat.meet', chat)
    const { id } = await must('requests.ask_access', anna.web, { licenceId })
    const approval = { requests: [id], verdict: 'approved' }
    expect(await answer('requests.decide', chat, approval)).toMatchObject({
      refused: refused('confirm_first'),
      card: { actions: [{ name: 'chat.start_confirmation' }] },
    })
    expect(await world.row('requests', id)).toMatchObject({ state: 'open' })
    // What every user may do needs no confirming.
    expect(await ask('licences.list', chat)).toMatchObject({ administrator: false })

    const { path } = await must('chat.start_confirmation', chat)
    const secret = path.split('secret=')[1]
    expect(await tries('chat.confirm', anna.web, { secret })).toMatchObject(refused('other_chat_account'))
    expect(await tries('chat.confirm', chat, { secret })).toMatchObject(refused('not_allowed'))
    await must('chat.confirm', acme.admin.web, { secret })
    expect(await tries('chat.confirm', acme.admin.web, { secret })).toMatchObject(refused('link_used_or_expired'))
    await must('requests.decide', chat, approval)
    // Another account with the same address starts from nothing.
    const other = inChat('slack', 'U9', acme.admin.email)
    expect(await tries('users.block', other, { user: anna.id })).toMatchObject(refused('confirm_first'))
  })

  it('somebody without an account can register, or hears whom to ask', async () => {
    const { must, answer, tries, company, connect } = story()
    const acme = await company('Acme', ['acme.example'])
    await connect(acme.admin, 'slack')
    const chat = inChat('slack', 'U1', 'nieuw@acme.example')
    const ask = () => answer('requests.ask_standard', chat, { number: 'NEN 1' })
    expect(await ask()).toMatchObject({
      refused: refused('no_account', { canRegister: false }),
      card: { title: expect.stringContaining('uitnodiging') },
    })
    await must('companies.change', acme.admin.web, { freeRegistration: true })
    expect(await ask()).toMatchObject({ card: { actions: [{ kind: 'link', path: '/register/apply' }] } })
    expect(await tries('licences.set_switches', chat, { licenceId: 'x', shown: true })).toMatchObject(
      refused('no_account', { canRegister: true }),
    )
  })

  it('a block ends the powers of every chat account at once', async () => {
    const { must, tries, company, invite, connect, confirm } = story()
    const acme = await company('Acme', ['acme.example'])
    const second = await invite(acme.admin, 'tweede@acme.example', { role: 'administrator' })
    await connect(acme.admin, 'teams')
    const chat = inChat('teams', 'A1', second.email)
    await confirm(second, chat)
    await must('users.invite', chat, { emails: ['anna@acme.example'] })
    await must('users.block', acme.admin.web, { user: second.id })
    expect(await tries('users.invite', chat, { emails: ['bob@acme.example'] })).toMatchObject(refused('is_blocked'))
    await must('users.remove', acme.admin.web, { user: second.id })
    expect(await tries('users.invite', chat, { emails: ['bob@acme.example'] })).toMatchObject(refused('no_account'))
  })
})
