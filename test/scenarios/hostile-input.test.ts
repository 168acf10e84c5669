/** What strangers, and people who paste from anywhere, can bring: it matches nobody else's domain, and breaks no page, card or mail. */
import { domainToASCII } from 'node:url'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { blocksOf } from '../../adapters/slack/blocks.ts'
import { domainNames } from '../../adapters/system/domain-names.ts'
import { adaptiveCard } from '../../adapters/teams/cards.ts'
import { openCore } from '../../src/kernel/answer.ts'
import { assignLicence } from '../../src/licences/assign-licence.ts'
import type { Mail } from '../../src/ports/mailer.ts'
import { textsIn } from '../../src/texts/in-language.ts'
import { sayRefused } from '../../src/texts/say-refused.ts'
import { readAddress } from '../../src/users/address.ts'
import { openWebWorld, type WebWorld } from '../adapters/web-world.ts'
import { openWorld, operator } from '../core/world.ts'
import { judgeBlocks } from '../fakes/slack.ts'

const ours = 'acme.example'
const baseUrl = 'https://toegang.example'

/** Letters that look like others, marks that are not seen, and whatever some reader takes for a dot or an at sign. */
const lookAlikes: Readonly<Record<string, readonly string[]>> = {
  a: ['\u0430', '\u0251', '\uff41', '\u00e0', 'A', 'a\u0301'],
  c: ['\u0441', '\uff43', '\u00e7', 'C'],
  m: ['\uff4d', 'rn', 'M', '\u217f'],
  e: ['\u0435', '\uff45', '\u00e9', '\u212e', 'E'],
  x: ['\u0445', '\uff58', 'X'],
  p: ['\u0440', '\uff50', 'P'],
  l: ['1', 'I', '\u0131', '\uff4c', '\u2113'],
  '.': ['\u3002', '\uff0e', '\uff61', '..', '.\u200b', '%2e', '\u2024'],
}
const around = [
  ...Array.from({ length: 18 }, () => ''),
  '\u200b',
  '\u202e',
  '\u2066',
  ' ',
  '\t',
  '\u0000',
  '.',
  '%00',
  '\\',
  '/',
  '?',
  '#',
  '>',
  ',',
  ';',
  '"',
  ')',
]
// One of two is as it should be, so that the rest is looked at too.
const joints = [
  ...Array.from({ length: 10 }, () => '@'),
  '\uff20',
  '\ufe6b',
  '@@',
  '%40',
  '@evil.example@',
  '@evil.example,a@',
  '"@"@',
  '@xn--',
  '@sub.',
]

const lookAlike = fc
  .tuple(
    fc.constantFrom(
      'anna',
      'a.b',
      'a+b',
      '"a b"',
      'a(b)',
      'an\u0430',
      '__proto__',
      'constructor',
      '<b>',
      '\u{1f600}',
      '',
    ),
    fc.constantFrom(...joints),
    fc.array(fc.nat(30), { minLength: ours.length, maxLength: ours.length }),
    fc.constantFrom(...around),
    fc.constantFrom(...around),
  )
  .map(([local, joint, picks, before, after]) => {
    const domain = [...ours].map((letter, at) => lookAlikes[letter]?.[(picks[at] ?? 0) - 1] ?? letter).join('')
    return `${local}${joint}${before}${domain}${after}`
  })

const seed = 20260302

describe('ten thousand addresses that look like ours', () => {
  const addresses = fc.sample(lookAlike, { numRuns: 10_000, seed })

  it('are ours only when the standard says that they are the very same name', () => {
    const taken = addresses.filter((written) => readAddress(written, domainNames)?.domain === ours)
    // The oracle is the platform's own UTS #46, not the library that the product uses.
    for (const written of taken) {
      expect(written.split('@'), written).toHaveLength(2)
      expect(domainToASCII(written.split('@')[1] ?? ''), written).toBe(ours)
    }
    expect(taken.length).toBeGreaterThan(10)
    expect(taken.length).toBeLessThan(addresses.length / 2)
  })

  it('bring nobody into the company by an invitation, and are refused in the words of the administrator', async () => {
    const world = await openWorld()
    const companyId = await world.company('Acme', [ours])
    const core = openCore(world.ports)
    for (const language of ['nl', 'en'] as const) {
      const admin = await world.user(companyId, `admin-${language}@${ours}`, { role: 'administrator', language })
      for (let at = 0; at < addresses.length; at += 2500) {
        const emails = addresses.slice(at, at + 500)
        const outcome = await core.run('users.invite', admin.web, { emails })
        if (!outcome.ok) throw new Error(outcome.code)
        for (const result of outcome.result.results)
          if ('refused' in result)
            expect(sayRefused(textsIn(language).refused, result.refused).length).toBeGreaterThan(10)
      }
    }
    for (const { email } of await world.rows('users')) expect(email.endsWith(`@${ours}`), email).toBe(true)
    for (const message of await world.rows('outbox'))
      if (message.kind === 'link_mail') expect(message.to.address.endsWith(`@${ours}`)).toBe(true)
    await world.close()
  })
})

const words = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '<!channel> <@U123> <https://evil.example|klik>',
  '[klik](https://evil.example) **vet** `code`',
  '\u202egnp.exe\u2066 Anna',
  '\u{1f469}\u200d\u{1f4bb}\u{20bb7}\u{1f600}',
  '__proto__',
  'constructor',
  '{{7*7}} %s $(7*7)',
  'Z\u0351\u036b\u0343\u036a\u0302alg\u0335o',
  '\u05d0\u05d1\u05d2 \u0627\u0644\u0639\u0631\u0628\u064a\u0629',
]

describe('names, reasons and titles of any kind', () => {
  let web: WebWorld
  beforeEach(async () => {
    web = await openWebWorld()
  })
  afterEach(() => web.close())

  it('are shown as they are on pages, cards and mails, and never as anything else', async () => {
    const companyId = await web.company('Acme <b>&', [ours])
    const admin = await web.user(companyId, `ada@${ours}`, { role: 'administrator', name: 'Ada' })
    const core = openCore(web.ports)
    for (const [index, word] of words.entries()) {
      const person = await web.user(companyId, `p${index}@${ours}`)
      await core.run('users.change_own', person.web, { name: word })
      const { id: licenceId } = await web.must(assignLicence, operator, {
        companyId,
        name: `${word} ${index}`,
        shown: true,
      })
      const outcome = await core.run('requests.ask_access', person.web, { licenceId, reason: word })
      expect(outcome.ok, word).toBe(true)
      await core.run('requests.ask_standard', person.web, { number: `NEN ${index}`, title: word, reason: word })
    }
    const browser = await web.signedIn(admin.email)
    for (const path of [
      '/',
      '/requests',
      '/company/users',
      '/company/licences',
      '/company/trail',
      '/company/general',
    ]) {
      const page = await browser.open(`${web.url}${path}`)
      expect(page.status, path).toBe(200)
      expect(page.html).not.toMatch(/<script>alert|<img src=x|\u202e|\u2066/)
    }
    for (const name of ['requests.list', 'users.search', 'licences.list']) {
      const answer = await core.answer(name, admin.web, {})
      if (answer.kind !== 'card') throw new Error(`${name} has no card`)
      const blocks = blocksOf(answer.card, baseUrl)
      expect(judgeBlocks(blocks, 'message'), name).toEqual([])
      // Words stand where Slack reads no markup at all.
      expect(JSON.stringify(blocks), name).not.toMatch(/"mrkdwn"|[\u202e\u2066]/)
      expect(JSON.stringify(adaptiveCard(answer.card, { baseUrl })), name).not.toMatch(/[\u202e\u2066]/)
    }
    const mails: Mail[] = []
    const outside = {
      notifiers: [],
      mailer: {
        send: async (mail: Mail) => {
          mails.push(mail)
          return 'accepted' as const
        },
      },
      baseUrl,
    }
    while ((await core.deliver(outside, { limit: 100 })) > 0);
    expect(mails.length).toBeGreaterThan(words.length)
    for (const { html, subject } of mails) {
      expect(html).not.toMatch(/<script>alert|<img src=x|[\u202e\u2066]/)
      expect(subject).not.toMatch(/[\r\n\u202e]/)
    }
  })

  it('of a megabyte are refused in the language of who sent them, and nothing is written', async () => {
    const companyId = await web.company('Acme', [ours])
    const core = openCore(web.ports)
    const long = 'x'.repeat(1_000_000)
    for (const language of ['nl', 'en'] as const) {
      const person = await web.user(companyId, `person-${language}@${ours}`, { language, role: 'administrator' })
      const licence = await web.licence(companyId, `Bouw ${language}`)
      const before = await web.text('users', 'requests', 'audit', 'outbox', 'invitations')
      for (const [name, input] of [
        ['users.change_own', { name: long }],
        ['requests.ask_access', { licenceId: licence.id, reason: long }],
        ['requests.ask_standard', { number: long }],
        ['users.invite', { emails: [`${long}@${ours}`] }],
        ['requests.ask_domain', { domain: `${long}.example` }],
        ['companies.change', { requestText: long }],
      ] as const) {
        const outcome = await core.run(name, person.web, input)
        expect(outcome.ok, name).toBe(false)
        if (!outcome.ok) expect(sayRefused(textsIn(language).refused, outcome).length, name).toBeGreaterThan(10)
      }
      expect(await web.text('users', 'requests', 'audit', 'outbox', 'invitations')).toBe(before)
    }
  })
})
