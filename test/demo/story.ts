/**
 * The main job, told as a story over real HTTP: every step acts as a person or a machine would, and looks at what they would see.
 * `npm run demo -- --check` and the tests play the same one. The first three steps also prepare the demo.
 */
import { openTestBrowser } from '../fakes/browser.ts'
import { buttonsIn, wordsIn } from '../fakes/slack.ts'
import { actionsOf } from '../fakes/teams.ts'
import { killInBurst } from './burst.ts'
import { check, eventually } from './check.ts'
import { type Gestures, openGestures, wordsOn } from './gestures.ts'
import { linkIn } from './mails.ts'
import type { DemoWorld } from './world.ts'

export interface Step {
  readonly title: string
  readonly play: () => Promise<void>
}

export const preparing = 3

/** The steps, in order; each builds on the ones before. */
export const story = (world: DemoWorld, gestures: Gestures = openGestures(world)): readonly Step[] => {
  const { toegang, slack, teams, idp, smtp, people, operator, mayUse } = world
  const { admin, invited, sso } = people
  const { browserOf, me, saySlack, sayTeams, seeSlack, seeTeams, finishRegistration, copies } = gestures
  const ids = { acme: '', north: '', south: '', connection: '' }
  const portal = (path: string): string => `${toegang.url}${path}`
  const add = async (path: string, body: unknown): Promise<string> => String((await operator('POST', path, body))['id'])

  return [
    {
      title:
        'The operator adds Acme with a domain, two licences, an administrator and its identity provider, and two companies that share a domain',
      play: async () => {
        const administrators = [{ email: admin.email, name: admin.name }]
        ids.acme = await add('/companies', { name: 'Acme', domains: ['acme.example'], locale: 'nl', administrators })
        const licences = `/companies/${ids.acme}/licences`
        await add(licences, { name: 'Bouw', shown: true, standards: [{ number: 'NEN 1010' }] })
        await add(licences, { name: 'Basis', companyWide: true })
        ids.connection = await add(`/companies/${ids.acme}/connections`, { metadataUrl: idp.metadataUrl })
        const delta = { domains: ['delta.example'], freeRegistration: true, locale: 'nl' }
        ids.north = await add('/companies', { name: 'Delta Noord', ...delta })
        ids.south = await add('/companies', { name: 'Delta Zuid', ...delta })
        await add(`/companies/${ids.north}/licences`, { name: 'Noordzee', companyWide: true })
      },
    },
    {
      title: 'The administrator finishes the registration from the mail, and connects Slack and Teams in the portal',
      play: async () => {
        await finishRegistration(admin.email, await linkIn(smtp, admin.email, '/register/complete'), admin.name)
        const browser = browserOf(admin.email)
        for (const channel of ['slack', 'teams']) {
          const page = await browser.open(portal('/company/connections'))
          const done = await page.submit(`connect-${channel}`)
          check(done.status === 200, `${channel} is connected`, done.text)
        }
      },
    },
    {
      title:
        'The administrator confirms both chat accounts once, and invites a colleague by slash command, who finishes from the mail',
      play: async () => {
        await gestures.confirmInSlack(admin)
        await gestures.confirmInTeams(admin)
        await saySlack(admin, `uitnodigen ${invited.email}`)
        await finishRegistration(invited.email, await linkIn(smtp, invited.email, '/register/complete'), invited.name)
      },
    },
    {
      title:
        'A new person signs in through the identity provider and is provisioned into Acme; "Basis" is open at once, "Bouw" is not',
      play: async () => {
        const browser = browserOf(sso.email)
        const login = await (await browser.open(portal('/login'))).submit('email', { email: sso.email })
        check(login.url.startsWith(idp.url), 'the address leads to the identity provider', login.url)
        await (await login.submit(sso.name)).submit('SAMLResponse')
        const signedIn = await me(browser)
        check(signedIn.email === sso.email && signedIn.company === 'Acme', 'signed in at Acme', signedIn)
        check(await mayUse(sso.email, 'Basis'), 'a company-wide licence works at once')
        check(!(await mayUse(sso.email, 'Bouw')), 'a shown licence has to be asked for')
      },
    },
    {
      title:
        'That user asks for "Bouw" in Teams; the administrator approves in Slack; every copy says who and when, without buttons',
      play: async () => {
        await sayTeams(sso, 'aanvragen Bouw voor het nieuwe project')
        const asked = await seeSlack(admin, 'Bouw', sso.name, 'nieuwe project')
        await seeTeams(admin, 'Bouw', sso.name)
        await slack.click(admin.slack, asked, 'Goedkeuren')
        const [reference = ''] = /R-[0-9A-Z]{4,}/.exec(wordsIn(asked.blocks)) ?? []
        await eventually(() => {
          const shown = copies(reference)
          check(shown.slack.length === 1 && shown.teams.length === 2, 'three people see a copy', shown)
          for (const { blocks } of shown.slack) {
            check(wordsIn(blocks).includes(`Goedgekeurd door ${admin.name}`), 'Slack says who decided', blocks)
            check(buttonsIn(blocks).length === 0, 'no buttons are left in Slack', blocks)
          }
          for (const { card } of shown.teams) {
            check(wordsOn(card).includes(`Goedgekeurd door ${admin.name}`), 'Teams says who decided', card)
            check(actionsOf(card ?? {}).length === 0, 'no buttons are left in Teams', card)
          }
        })
        await seeTeams(sso, 'Bouw', 'goedgekeurd')
        check(await mayUse(sso.email, 'Bouw'), 'the user may use it now')
      },
    },
    {
      title: 'A standard request of the invited user is declined in Teams with a reason, which the user reads in Slack',
      play: async () => {
        await saySlack(invited, 'norm NEN 3140 voor de keuring')
        const asked = await seeTeams(admin, 'NEN 3140', invited.name)
        const dialog = await teams.openDialog(admin.teams, asked, 'Afwijzen')
        await teams.submitDialog(dialog, { reason: 'Staat al in een andere collectie' })
        await seeSlack(invited, 'NEN 3140', 'Staat al in een andere collectie')
      },
    },
    {
      title:
        'Somebody registers, chooses one of the two companies that share the domain, and switches later; the old access is gone',
      play: async () => {
        const address = 'new@delta.example'
        const browser = browserOf(address)
        const apply = async (email: string) =>
          (await openTestBrowser().open(portal('/register/apply'))).submit('email', { email })
        const [known, unknown] = [await apply(address), await apply('nobody@nowhere.example')]
        check(known.status === unknown.status, 'the page answers alike, whoever asks', [known.status, unknown.status])
        check(
          known.text.replaceAll(address, '') === unknown.text.replaceAll('nobody@nowhere.example', ''),
          'with the same words',
          [known.text, unknown.text],
        )
        await finishRegistration(address, await linkIn(smtp, address, '/register/complete'), 'Nina Nieuw', ids.north)
        check((await me(browser)).company === 'Delta Noord', 'in the chosen company')
        check(await mayUse(address, 'Noordzee'), 'with its company-wide licence')
        await (await browser.open(portal('/profile'))).submit('companyId', { companyId: ids.south })
        check((await me(browser)).company === 'Delta Zuid', 'switched', await me(browser))
        check(!(await mayUse(address, 'Noordzee')), 'nothing of the old company is left')
      },
    },
    {
      title:
        "An assertion of Acme's identity provider about somebody at delta.example is refused, with a page that explains and a code",
      play: async () => {
        const browser = openTestBrowser()
        const login = await browser.open(portal(`/saml/${ids.connection}/login`))
        const refused = await (await login.submit('Dirk Vreemd')).submit('SAMLResponse')
        check(refused.status >= 400 && refused.status < 500, 'it is refused with a 4xx', refused.status)
        check(/T-[0-9A-Z]{4,}/.test(refused.text), 'with a code', refused.text)
        check((await me(browser)).status === 401, 'and without a session')
      },
    },
    {
      title:
        'Killed in the middle of a burst and started again: what was answered is there, nothing is sent twice, no copy is stale',
      play: () => killInBurst(world, gestures, ids.acme),
    },
  ]
}
