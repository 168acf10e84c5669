/** People and machines at work, all at once, whatever fails around them. Who hears an error tries something else later. */

import type { Gestures } from '../demo/gestures.ts'
import type { DemoWorld } from '../demo/world.ts'
import { openTestBrowser } from '../fakes/browser.ts'
import type { Ledger } from './ledger.ts'

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))
/** Milliseconds between two of a kind. Requests come no faster than Microsoft lets an administrator be told: 60 messages in 30 seconds. */
const paces: { readonly [kind: string]: number } = { ask: 1500, decide: 1500 }
/** An answer that does not come is none. */
const patience = 15_000

interface Row {
  readonly reference: string
  readonly state: string
}

/** Starts everybody; `stop` lets each finish what is in hand. */
export const openWork = (
  world: DemoWorld,
  { browserOf, saySlack, sayTeams }: Gestures,
  { companyId, connectionId }: { readonly companyId: string; readonly connectionId: string },
  ledger: Ledger,
  random: () => number,
): { stop(): Promise<void> } => {
  const { toegang, idp, people, operator } = world
  let working = true
  let next = 0

  const jobs: { readonly [kind: string]: () => Promise<void> } = {
    ask: async () => {
      const number = `NEN ${10_000 + next++}`
      const person = random() < 0.5 ? people.invited : people.sso
      ledger.asked.add(number)
      const say = random() < 0.5 ? saySlack : sayTeams
      await say(person, `norm ${number} voor het werk`)
    },
    decide: async () => {
      const { rows } = await operator('GET', `/companies/${companyId}/requests?limit=200`)
      const open = (rows as readonly Row[]).filter(({ state }) => state === 'open')
      const chosen = open[Math.floor(random() * open.length)]
      if (!chosen) return
      // Both at once, in both chats: one of them counts.
      const approve = saySlack(people.admin, `goedkeuren ${chosen.reference}`)
      const decline = random() < 0.3 && sayTeams(people.admin, `afwijzen ${chosen.reference} niet nodig`)
      await Promise.all([approve, decline])
    },
    signIn: async () => {
      const number = next++
      const email = `new${number}@acme.example`
      const name = `Nieuw ${number}`
      idp.users.push({ nameId: `new-${number}`, name, email })
      const browser = openTestBrowser()
      const login = await browser.open(`${toegang.url}/saml/${connectionId}/login`)
      await (await login.submit(name)).submit('SAMLResponse')
      const me = await browser.fetch(`${toegang.url}/api/me`)
      if (!me.ok) throw new Error(`not signed in: ${me.status}`)
      ledger.signedIn.add(email)
    },
    portal: async () => {
      const phone = `+31 20 ${100_000 + next++}`
      const browser = browserOf(people.admin.email)
      const page = await browser.open(`${toegang.url}/profile`)
      ledger.phones.push(phone)
      const done = await page.submit('phone', { phone })
      if (done.status !== 200) throw new Error(`not saved: ${done.status}`)
      ledger.phones = ledger.phones.slice(ledger.phones.indexOf(phone))
    },
    licence: async () => {
      const { id } = await operator('POST', `/companies/${companyId}/licences`, {
        name: `Licentie ${next++}`,
        companyWide: random() < 0.5,
      })
      ledger.licences.add(String(id))
    },
    invite: async () => {
      const first = next++
      const emails = [`invited${first}@acme.example`, `too${first}@acme.example`]
      await operator('POST', `/companies/${companyId}/invitations`, { people: emails.map((email) => ({ email })) })
      for (const email of emails) ledger.invited.add(email)
    },
    evaluate: async () => {
      await world.mayUse(people.sso.email, 'Bouw')
    },
  }

  const keepDoing = async (kind: string, one: () => Promise<void>): Promise<void> => {
    const count = { answered: 0, unanswered: 0 }
    ledger.count[kind] = count
    while (working) {
      try {
        await Promise.race([one(), pause(patience).then(() => Promise.reject(new Error('no answer')))])
        count.answered++
      } catch {
        count.unanswered++
      }
      await pause((paces[kind] ?? 100) * (0.5 + random()))
    }
  }
  const all = Promise.all(Object.entries(jobs).map(([kind, one]) => keepDoing(kind, one)))
  return {
    stop: async () => {
      working = false
      await all
    },
  }
}
