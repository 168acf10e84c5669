/** What people do in chats, once for every chat. */
import { describe, expect, it } from 'vitest'
import type { Chat, Person } from './chats.ts'
import { openSlackChat } from './chats-slack.ts'
import { openTeamsChat } from './chats-teams.ts'

const chats = { Slack: openSlackChat, Teams: openTeamsChat }
type ChatName = keyof typeof chats

/** A company of its own for each scenario. */
interface Scene {
  readonly chat: Chat
  readonly anna: Person
  readonly bea: Person
  readonly cor: Person
  /** Anna asks for a licence; every administrator has a copy. Answers the reference. */
  ask(who?: Person, reason?: string): Promise<string>
  requestOf(reference: string): Promise<{ readonly state: string }>
  userOf(who: Person): Promise<object | undefined>
}

interface Scenario {
  readonly what: string
  /** The one chat in which this can happen, and why the other has no such thing. */
  readonly only?: { readonly chat: ChatName; readonly why: string }
  readonly play: (scene: Scene) => Promise<void>
}

const scenarios: readonly Scenario[] = [
  {
    what: 'help shows what a person can do, and administrators more',
    play: async ({ chat, anna, bea }) => {
      await chat.say(anna, 'help')
      expect(chat.seen(anna)).toContain('Dit kun je hier doen')
      expect(chat.seen(anna)).not.toContain('Voor beheerders')
      await chat.say(bea, 'help')
      expect(chat.seen(bea)).toContain('Voor beheerders')
    },
  },
  {
    what: 'whoami and licences tell where somebody stands',
    play: async ({ chat, anna, bea }) => {
      await chat.say(anna, 'wie')
      expect(chat.seen(anna)).toContain('Je bent Anna')
      expect(chat.seen(anna)).toContain('Acme')
      await chat.say(bea, 'wie')
      expect(chat.seen(bea)).toContain('chataccount bevestigd')
      await chat.say(anna, 'licenties')
      expect(chat.seen(anna)).toContain('Bouw')
      expect(chat.seen(anna)).toContain('je hebt geen toegang')
    },
  },
  {
    what: 'a company that asks for a fresh sign-in gets one before anything is decided',
    play: async ({ chat, bea, ask, requestOf }) => {
      const reference = await ask()
      await chat.write(async (tx) => {
        const { settings } = chat.acme
        await tx.companies.put({ ...chat.acme, settings: { ...settings, signInEveryDays: 1 } })
        for (const account of await tx.chatAccounts.list({ userId: bea.userId }))
          await tx.chatAccounts.put({ ...account, confirmedAt: '2020-01-01T09:00:00.000Z' })
      })
      await chat.pressOnCopy(bea, reference, 'Goedkeuren')
      expect(chat.seen(bea)).toContain('opnieuw inlogt')
      expect(chat.buttons(bea)).toContain('Inloggen')
      expect(await requestOf(reference)).toMatchObject({ state: 'open' })
      const waiting = await chat.read((tx) => tx.stepUps.list({ userId: bea.userId }))
      expect(waiting).toMatchObject([{ command: 'requests.decide' }])
      // What is said, and asked for oneself, needs none.
      await chat.say(bea, 'wie')
      expect(chat.seen(bea)).toContain('Je bent Bea')
    },
  },
  {
    what: 'a request is typed with its reason, and approved on a copy; every copy shows it, the requester hears it',
    play: async ({ chat, anna, bea, cor, ask, requestOf }) => {
      const reference = await ask(anna, 'voor de nieuwbouw')
      expect(chat.copy(bea, reference).words).toContain('voor de nieuwbouw')
      for (const who of [bea, cor])
        expect(chat.copy(who, reference).buttons).toEqual([
          'Goedkeuren',
          'Met toelichting of einddatum',
          'Afwijzen',
          'Ik pak dit op',
        ])
      await chat.pressOnCopy(bea, reference, 'Goedkeuren')
      expect(chat.copy(bea, reference).words).toContain('Goedgekeurd door Bea')
      await chat.deliver()
      for (const who of [bea, cor]) {
        expect(chat.copy(who, reference).words).toContain('Goedgekeurd door Bea')
        expect(chat.copy(who, reference).buttons).toEqual([])
      }
      expect(await requestOf(reference)).toMatchObject({ state: 'approved', decision: { by: bea.userId } })
      expect(chat.seen(anna)).toContain('Goedgekeurd door Bea')
    },
  },
  {
    what: 'a request is filled in; again it is refused with a button to the one that is there',
    play: async ({ chat, anna }) => {
      await chat.say(anna, 'aanvragen')
      await chat.fillIn(anna, 'Toegang aanvragen', { licenceId: chat.bouw.id, reason: 'Uit het formulier' })
      expect(chat.seen(anna)).toMatch(/R-\w{4}/)
      expect(await chat.read((tx) => tx.requests.list({}))).toMatchObject([{ reason: 'Uit het formulier' }])
      await chat.say(anna, 'aanvragen Bouw')
      expect(chat.seen(anna)).toContain('al aangevraagd')
      await chat.press(anna, 'Openen')
      expect(chat.seen(anna)).toContain('Uit het formulier')
    },
  },
  {
    what: 'a standard is asked for by number, typed and filled in',
    play: async ({ chat, anna }) => {
      await chat.say(anna, 'norm NEN 1010 voor de meterkast')
      expect(chat.seen(anna)).toMatch(/R-\w{4}/)
      await chat.say(anna, 'norm')
      await chat.fillIn(anna, 'Norm aanvragen', { number: 'NEN 3140' })
      const numbers = (await chat.read((tx) => tx.requests.list({}))).map((one) => 'standard' in one && one.standard)
      expect(numbers).toMatchObject([{ number: 'NEN 1010' }, { number: 'NEN 3140' }])
    },
  },
  {
    what: 'requests are listed, and the own one is withdrawn; its copies lose their buttons',
    play: async ({ chat, anna, bea, ask, requestOf }) => {
      const reference = await ask()
      await chat.say(bea, 'verzoeken')
      expect(chat.seen(bea)).toContain(reference)
      await chat.say(anna, `intrekken ${reference}`)
      expect(chat.seen(anna)).toContain('ingetrokken')
      expect(await requestOf(reference)).toMatchObject({ state: 'withdrawn' })
      await chat.deliver()
      expect(chat.copy(bea, reference).buttons).toEqual([])
      expect(chat.copy(bea, reference).words).toContain('Ingetrokken')
      await chat.say(bea, 'verzoeken maand')
      expect(chat.seen(bea)).toContain('1 afgehandelde aanvraag')
    },
  },
  {
    what: 'a request is approved with a note and until a day; a day that is over keeps the form open',
    play: async ({ chat, anna, bea, cor, ask, requestOf }) => {
      const reference = await ask()
      const label = 'Met toelichting of einddatum'
      await chat.fillIn(bea, label, { reason: 'Voor het project', until: '2020-01-01' }, reference)
      expect(chat.seen(bea)).toContain('kies een moment dat nog moet komen')
      expect(await requestOf(reference)).toMatchObject({ state: 'open' })
      await chat.fillIn(bea, label, { reason: 'Voor het project', until: '2099-12-31' }, reference)
      await chat.deliver()
      expect(await requestOf(reference)).toMatchObject({ state: 'approved', decision: { reason: 'Voor het project' } })
      const [grant] = await chat.read((tx) => tx.grants.list({ userId: anna.userId, state: 'live' }))
      expect(grant?.until).toMatch(/^2099-12-31/)
      for (const who of [cor, anna]) {
        expect(chat.copy(who, reference).words).toContain('Voor het project')
        expect(chat.copy(who, reference).words).toContain('31 december 2099')
      }
      expect(chat.seen(anna)).toContain('Toelichting: Voor het project')
    },
  },
  {
    what: 'somebody is on a request: every copy and the requester show it, another takes it over and decides',
    play: async ({ chat, anna, bea, cor, ask, requestOf }) => {
      const reference = await ask()
      await chat.pressOnCopy(bea, reference, 'Ik pak dit op')
      await chat.deliver()
      for (const who of [bea, cor, anna]) expect(chat.copy(who, reference).words).toMatch(/Opgepakt door:? ?\s*Bea/)
      expect(chat.copy(bea, reference).buttons).not.toContain('Ik pak dit op')
      expect(chat.seen(anna)).toContain(`Iemand kijkt naar je aanvraag ${reference}`)
      await chat.pressOnCopy(cor, reference, 'Ik pak dit op')
      await chat.deliver()
      expect(chat.copy(anna, reference).words).toMatch(/Opgepakt door:? ?\s*Cor/)
      await chat.pressOnCopy(cor, reference, 'Goedkeuren')
      await chat.deliver()
      expect(await requestOf(reference)).toMatchObject({ state: 'approved', decision: { by: cor.userId } })
      expect(chat.copy(bea, reference).words).not.toContain('Opgepakt')
    },
  },
  {
    what: 'requests come in a channel as well when an administrator says so there, and are decided there',
    play: async ({ chat, anna, bea, cor, ask, requestOf }) => {
      await chat.openChannel(bea, [anna, cor])
      await chat.sayInOpenChannel(anna, 'kanaal aan')
      expect(chat.seen(anna)).toContain('Dit mag je niet doen')
      await chat.say(bea, 'kanaal aan')
      expect(chat.seen(bea)).toContain('Zeg dit in het kanaal zelf')
      await chat.sayInOpenChannel(bea, 'kanaal aan')
      expect(chat.seen(bea)).toContain('komen voortaan ook in dit kanaal')
      const reference = await ask(anna, 'voor de nieuwbouw')
      expect(chat.inChannel().words).toContain('Anna')
      expect(chat.inChannel().words).toContain('voor de nieuwbouw')
      await chat.pressInChannel(anna, 'Goedkeuren')
      expect(await requestOf(reference)).toMatchObject({ state: 'open' })
      await chat.pressInChannel(cor, 'Ik pak dit op')
      await chat.deliver()
      expect(chat.inChannel().words).toMatch(/Opgepakt door:? ?\s*Cor/)
      await chat.pressInChannel(cor, 'Goedkeuren')
      await chat.deliver()
      expect(await requestOf(reference)).toMatchObject({ state: 'approved', decision: { by: cor.userId } })
      expect(chat.inChannel()).toMatchObject({ buttons: [] })
      expect(chat.inChannel().words).toContain('Goedgekeurd door Cor')
      expect(chat.seen(anna)).not.toBe('')
      const before = chat.inChannel().id
      await chat.say(bea, 'kanaal uit')
      await ask(await chat.person('Dirk'))
      expect(chat.inChannel().id).toBe(before)
    },
  },
  {
    what: 'a channel where another organisation reads along shows no names and reasons, and never showed them since',
    play: async ({ chat, anna, bea, cor, ask, requestOf }) => {
      await chat.openChannel(bea, [cor])
      await chat.sayInOpenChannel(bea, 'kanaal aan')
      const first = await ask(anna, 'voor de nieuwbouw')
      expect(chat.inChannel().words).toContain('voor de nieuwbouw')
      await chat.shareChannel()
      await chat.pressOnCopy(bea, first, 'Ik pak dit op')
      await chat.deliver()
      const personal = /Anna|Dirk|Bea|Cor|nieuwbouw|geheim|budget/
      expect(chat.inChannel().words).not.toMatch(personal)
      const second = await ask(await chat.person('Dirk'), 'iets geheims')
      expect(chat.inChannel().words).toContain(second)
      expect(chat.inChannel().words).not.toMatch(personal)
      expect(chat.inChannel().buttons).toEqual(['Openen'])
      await chat.pressInChannel(cor, 'Openen')
      expect(chat.seen(cor)).toContain('iets geheims')
      await chat.say(cor, `afwijzen ${second} geen budget`)
      await chat.deliver()
      expect(await requestOf(second)).toMatchObject({ state: 'declined' })
      expect(chat.inChannel().words).toContain('Afgewezen')
      expect(chat.inChannel().words).not.toMatch(personal)
      expect(chat.inChannel().buttons).toEqual([])
    },
  },
  {
    what: 'one request is declined with a reason, typed and in a form',
    play: async ({ chat, anna, bea, cor, ask, requestOf }) => {
      const first = await ask()
      await chat.fillIn(bea, 'Afwijzen', { reason: 'Geen budget' }, first)
      await chat.deliver()
      expect(await requestOf(first)).toMatchObject({ state: 'declined', decision: { reason: 'Geen budget' } })
      expect(chat.copy(cor, first).words).toContain('Geen budget')
      expect(chat.seen(anna)).toContain('Geen budget')
      const second = await ask()
      await chat.say(bea, `afwijzen ${second} nog steeds geen budget`)
      expect(await requestOf(second)).toMatchObject({ decision: { reason: 'nog steeds geen budget' } })
    },
  },
  {
    what: 'many requests are decided at once, and each has its own answer',
    play: async ({ chat, anna, bea, ask, requestOf }) => {
      const dirk = await chat.person('Dirk')
      const both = [await ask(anna), await ask(dirk)]
      await chat.say(bea, `goedkeuren ${both.join(' ')} R-XXXX`)
      expect(chat.seen(bea)).toContain('2 aanvragen goedgekeurd')
      expect(chat.seen(bea)).toContain('1 aanvraag niet gelukt')
      for (const reference of both) expect(await requestOf(reference)).toMatchObject({ state: 'approved' })
      await chat.deliver()
      for (const reference of both) expect(chat.copy(bea, reference).buttons).toEqual([])
    },
  },
  {
    what: 'the second administrator presses on a stale copy, reads who was first, and the copy heals',
    play: async ({ chat, bea, cor, ask, requestOf }) => {
      const reference = await ask()
      await chat.pressOnCopy(bea, reference, 'Goedkeuren')
      await chat.pressOnCopy(cor, reference, 'Goedkeuren')
      expect(chat.seen(cor)).toMatch(/goedgekeurd door Bea/i)
      expect(chat.copy(cor, reference).buttons).toEqual([])
      expect(await requestOf(reference)).toMatchObject({ decision: { by: bea.userId } })
    },
  },
  {
    what: 'people are invited, typed and filled in, and invited again',
    play: async ({ chat, bea }) => {
      await chat.say(bea, 'uitnodigen kees@acme.example --rol beheerder --licentie Bouw')
      expect(chat.seen(bea)).toContain('1 uitnodiging verstuurd')
      await chat.say(bea, 'uitnodigen')
      await chat.fillIn(bea, 'Gebruikers uitnodigen', { emails: 'mia@acme.example; noor@acme.example' })
      expect(await chat.read((tx) => tx.users.list({ status: 'invited' }))).toHaveLength(3)
      await chat.say(bea, 'opnieuw kees@acme.example')
      expect(chat.seen(bea)).toContain('kees@acme.example heeft een nieuwe uitnodiging')
      await chat.say(bea, 'uitnodigen piet@elders.example')
      expect(chat.seen(bea)).toContain('valt niet onder een toegestaan domein')
    },
  },
  {
    what: 'access is given until a day, and taken',
    play: async ({ chat, anna, bea }) => {
      await chat.say(bea, 'geef anna@acme.example Bouw tot 2099-12-31')
      expect(chat.seen(bea)).toContain('heeft nu toegang tot "Bouw"')
      const [grant] = await chat.read((tx) => tx.grants.list({ userId: anna.userId, state: 'live' }))
      expect(grant?.until).toMatch(/^2099-12-31/)
      await chat.say(anna, 'licenties')
      expect(chat.seen(anna)).toContain('je hebt toegang')
      await chat.say(bea, 'ontneem anna@acme.example Bouw')
      expect(await chat.read((tx) => tx.grants.list({ userId: anna.userId, state: 'live' }))).toEqual([])
      await chat.say(bea, 'geef anna@acme.example')
      await chat.fillIn(bea, 'Toegang geven', { licenceId: chat.bouw.id })
      expect(await chat.read((tx) => tx.grants.list({ userId: anna.userId, state: 'live' }))).toHaveLength(1)
    },
  },
  {
    what: 'users are searched, blocked, unblocked, made administrator until a day, and removed',
    play: async ({ chat, anna, bea, userOf }) => {
      await chat.say(bea, 'gebruikers ann')
      expect(chat.seen(bea)).toContain('anna@acme.example')
      expect(chat.seen(bea)).not.toContain('cor@acme.example')
      await chat.say(bea, 'blokkeer anna@acme.example')
      expect(chat.seen(bea)).toContain('is geblokkeerd')
      await chat.say(anna, 'licenties')
      expect(chat.seen(anna)).not.toContain('Bouw')
      await chat.say(bea, 'gebruikers')
      await chat.press(bea, 'Gebruiker deblokkeren')
      expect(await userOf(anna)).toMatchObject({ status: 'registered' })
      await chat.say(bea, 'blokkeer anna@acme.example')
      await chat.say(bea, 'deblokkeer anna@acme.example')
      expect(await userOf(anna)).toMatchObject({ status: 'registered' })
      await chat.say(bea, 'beheerder anna@acme.example tot 2099-12-31')
      expect(await userOf(anna)).toMatchObject({
        role: 'administrator',
        roleUntil: expect.stringMatching(/^2099-12-31/),
      })
      await chat.say(bea, 'verwijder anna@acme.example')
      expect(chat.seen(bea)).toContain('is verwijderd')
      expect(await userOf(anna)).toMatchObject({ status: 'removed' })
    },
  },
  {
    what: 'the switches of a licence are typed and ticked; settings are shown',
    play: async ({ chat, bea }) => {
      const licence = () => chat.read((tx) => tx.licences.get(chat.bouw.id))
      await chat.say(bea, 'licentie Bouw getoond uit')
      expect(await licence()).toMatchObject({ shown: false })
      await chat.say(bea, 'licentie Bouw')
      await chat.fillIn(bea, 'Licentie instellen', { companyWide: true, shown: true })
      expect(await licence()).toMatchObject({ companyWide: true, shown: true })
      await chat.say(bea, 'instellingen')
      expect(chat.seen(bea)).toContain('acme.example')
    },
  },
  {
    what: 'a mistyped command comes back with the nearest, as a button that does it',
    play: async ({ chat, anna }) => {
      await chat.say(anna, 'lisenties')
      expect(chat.seen(anna)).toContain('"lisenties" ken ik niet')
      await chat.press(anna, 'licenties')
      expect(chat.seen(anna)).toContain('Bouw')
    },
  },
  {
    what: 'a licence that is not there is refused with the names that are',
    play: async ({ chat, anna }) => {
      await chat.say(anna, 'aanvragen Boew')
      expect(chat.seen(anna)).toContain('Er is geen licentie')
      expect(chat.seen(anna)).toContain('Je kunt kiezen uit: Bouw.')
      expect(await chat.read((tx) => tx.requests.list({}))).toEqual([])
    },
  },
  {
    what: 'somebody without an account sees no licence and is told what to do',
    play: async ({ chat }) => {
      const xander = await chat.stranger('Xander')
      await chat.say(xander, 'licenties')
      expect(chat.seen(xander)).not.toContain('Bouw')
      expect(chat.seen(xander)).not.toBe('')
      await chat.say(xander, 'wie')
      expect(chat.seen(xander)).toContain('nog geen account')
    },
  },
  {
    what: 'a user asks for no power that administrators have',
    play: async ({ chat, anna, bea, ask, requestOf, userOf }) => {
      const reference = await ask()
      for (const text of ['gebruikers', `goedkeuren ${reference}`, 'blokkeer bea@acme.example', 'instellingen'])
        await chat.say(anna, text)
      expect(chat.seen(anna)).toContain('Dit mag je niet doen')
      expect(await requestOf(reference)).toMatchObject({ state: 'open' })
      expect(await userOf(bea)).toMatchObject({ status: 'registered' })
    },
  },
  {
    what: 'an administrator without a confirmed account is refused, with a button to confirm',
    play: async ({ chat, ask, requestOf }) => {
      const emma = await chat.person('Emma', { role: 'administrator' })
      const reference = await ask()
      await chat.say(emma, `goedkeuren ${reference}`)
      expect(chat.seen(emma)).toContain('Bevestig eerst')
      expect(chat.buttons(emma)).toEqual(['Chataccount bevestigen'])
      expect(await requestOf(reference)).toMatchObject({ state: 'open' })
    },
  },
  {
    what: 'what is asked in a channel is answered to its writer alone',
    play: async ({ chat, anna }) => {
      const others = await chat.sayInChannel(anna, 'aanvragen Bouw om iets geheims')
      expect(others).not.toMatch(/Bouw|R-|geheim/)
      expect(chat.seen(anna)).toMatch(/R-\w{4}/)
      expect(await chat.read((tx) => tx.requests.list({}))).toMatchObject([{ reason: 'om iets geheims' }])
    },
  },
  {
    what: 'a client that does not know the newer buttons approves too',
    only: {
      chat: 'Teams',
      why: 'every client of Slack presses buttons in one way; Teams has clients that turn them into messages',
    },
    play: async ({ chat, bea, cor, ask, requestOf }) => {
      const reference = await ask()
      await chat.pressWithOldClient?.(bea, reference, 'Goedkeuren')
      expect(await requestOf(reference)).toMatchObject({ state: 'approved', decision: { by: bea.userId } })
      await chat.deliver()
      for (const who of [bea, cor]) expect(chat.copy(who, reference).buttons).toEqual([])
    },
  },
  {
    what: 'a request is found back in the Home tab',
    only: {
      chat: 'Slack',
      why: 'the Home tab is drawn by Slack from what we send; in Teams that place is the portal itself',
    },
    play: async ({ chat, anna, ask }) => {
      await ask()
      expect(await chat.home?.(anna)).toContain('Bouw')
    },
  },
  ...(['guest', 'deactivated'] as const).map(
    (what): Scenario => ({
      what: `an administrator whose account became ${what} is refused at the click`,
      play: async ({ chat, bea, ask, requestOf }) => {
        const reference = await ask()
        chat.becomes(bea, what)
        await chat.pressOnCopy(bea, reference, 'Goedkeuren')
        expect(await requestOf(reference)).toMatchObject({ state: 'open' })
        expect(chat.seen(bea)).not.toBe('')
        await chat.say(bea, `goedkeuren ${reference}`)
        expect(await requestOf(reference)).toMatchObject({ state: 'open' })
      },
    }),
  ),
]

describe.each(Object.keys(chats) as ChatName[])('in %s', (name) => {
  for (const { what, play } of scenarios.filter(({ only }) => !only || only.chat === name))
    it(what, async () => {
      const chat = await chats[name]()
      const anna = await chat.person('Anna')
      const [bea, cor] = [await chat.administrator('Bea'), await chat.administrator('Cor')]
      const requestOf = async (reference: string) => {
        const found = (await chat.read((tx) => tx.requests.list({}))).find((one) => one.reference === reference)
        return found ?? expect.fail(`there is no request ${reference}`)
      }
      try {
        await play({
          chat,
          anna,
          bea,
          cor,
          ask: async (who = anna, reason = '') => {
            const known = new Set((await chat.read((tx) => tx.requests.list({}))).map(({ id }) => id))
            await chat.say(who, `aanvragen Bouw ${reason}`)
            await chat.deliver()
            const made = (await chat.read((tx) => tx.requests.list({}))).find(({ id }) => !known.has(id))
            return made?.reference ?? expect.fail(`nothing was asked: ${chat.seen(who)}`)
          },
          requestOf,
          userOf: ({ userId }) => chat.read((tx) => tx.users.get(userId)),
        })
        expect(chat.violations).toEqual([])
      } finally {
        await chat.close()
      }
    })
})
