import { describe, expect, it } from 'vitest'
import { allChatCommands } from '../../src/chat/words.ts'
import { textsIn } from '../../src/texts/in-language.ts'
import { languages } from '../../src/texts/language.ts'
import type { NoticeType } from '../../src/texts/texts.ts'
import { everythingSaid, noticesOf, type Said } from './text-samples.ts'

const words = (text: string): string[] => text.toLowerCase().match(/\p{L}+/gu) ?? []

const containing = (all: readonly Said[], banned: readonly string[]): Said[] =>
  all.filter(({ text }) => words(text).some((word) => banned.includes(word)))

const longerThan = (all: readonly Said[], most: number): Said[] => all.filter(({ text }) => text.length > most)

const under = (all: readonly Said[], ...places: string[]): Said[] =>
  places.flatMap((place) => {
    const found = all.filter(({ where }) => where === place || where.startsWith(`${place}.`))
    // A place that no longer exists would make its test pass for ever.
    if (found.length === 0) throw new Error(`no text at ${place}`)
    return found
  })

/** The same in both languages, rightly. */
const alike = ['page.product', 'operator.webhooks', 'card.reference', 'card.status']

const dutch = 'de het een je jij niet aanvraag aanvragen licentie bedrijf gebruiker beheerder en van voor wordt zijn'
const english =
  'the and you your request requests licence license company user administrator approved declined with access sign please not already an to for by has have invitation'

describe.each(languages)('the texts in %s', (language) => {
  const texts = textsIn(language)
  const all = everythingSaid(texts)

  it('are those of that language', () => expect(texts.language).toBe(language))

  it('are never empty', () => expect(all.filter(({ text }) => text.trim() === '')).toEqual([]))

  it('show nothing of the machine', () => {
    const machine = /undefined|null|NaN|\[object|=>|\d{4}-\d\d-\d\d|T\d\d:\d\d/
    expect(all.filter(({ text }) => machine.test(text))).toEqual([])
    // Names of fields and codes in the manner of `reason_mandatory`, except the reason of a refused sign-in, which is one.
    expect(all.filter(({ text }) => /[a-z]_[a-z]/.test(text)).map(({ where }) => where)).toEqual([
      'trail.sign_in.refused',
    ])
  })

  it('have no double spaces, spaces before punctuation or doubled full stops', () =>
    expect(all.filter(({ text }) => / {2}| [.,;:?!]|\.\.|,,| $/.test(text))).toEqual([]))

  it('fit the titles and buttons of modals', () =>
    expect(longerThan(under(all, 'command', 'card.send', 'card.approve', 'card.decline', 'card.withdraw'), 24)).toEqual(
      [],
    ))

  it('fit buttons', () =>
    expect(
      longerThan(
        under(
          all,
          'card.open',
          'card.openPage',
          'card.signIn',
          'card.confirmAccount',
          'card.register',
          'linkMail.sign_in.button',
          'linkMail.invitation.button',
          'linkMail.registration.button',
        ),
        75,
      ),
    ).toEqual([]))

  it('fit placeholders, labels and the titles of notices', () => {
    expect(longerThan(under(all, 'card.emailsHint', 'field'), 150)).toEqual([])
    expect(
      longerThan(
        all.filter(({ where }) => /^(notice\..*\.title|linkMail\..*\.subject)$/.test(where)),
        100,
      ),
    ).toEqual([])
  })

  it('refuse in a few short sentences', () => {
    const refusals = under(all, 'refused')
    expect(refusals.length).toBeGreaterThan(40)
    expect(longerThan(refusals, 200)).toEqual([])
    expect(refusals.filter(({ text }) => (text.match(/[.?!](\s|$)/g) ?? []).length > 3)).toEqual([])
    const unfinished = refusals.filter(
      ({ where, text }) => !/[.?!]$/.test(text) && where !== 'refused.metadata_unusable',
    )
    expect(unfinished).toEqual([])
  })

  it('tell the trail in sentences that never start with a name', () => {
    const lines = under(all, 'trail')
    expect(lines.filter(({ text }) => !/^\p{Lu}.*\.$/su.test(text))).toEqual([])
    expect(lines.filter(({ text }) => /^(Anna|Bouw|Acme|R-)/.test(text))).toEqual([])
  })

  it('say what each chat command does', () =>
    expect(new Set(Object.keys(texts.chat.does))).toEqual(new Set(allChatCommands)))

  it('tell each person apart from the others', () => {
    for (const type of Object.keys(texts.notice) as NoticeType[]) {
      // These are about no person.
      if (
        [
          'standard.added',
          'requests.waiting',
          'licence.expired',
          'domain.proof_missing',
          'domain.lost',
          'connection.certificate_ending',
        ].includes(type)
      )
        continue
      const told = noticesOf(type, texts).map((notice) => ({
        own: notice.own,
        ...(texts.notice[type] as (about: typeof notice) => { title: string; text: string })(notice),
      }))
      const ofOthers = new Set(told.filter((one) => !one.own).map((one) => one.title))
      expect(
        told.filter((one) => one.own && ofOthers.has(one.title)),
        type,
      ).toEqual([])
    }
  })
})

describe('the two languages', () => {
  const nl = everythingSaid(textsIn('nl'))
  const en = everythingSaid(textsIn('en'))
  /** Instructions name the menus of other products, in those products' own words. */
  const ours = (all: typeof nl) => all.filter(({ where }) => !where.startsWith('setUp.guide.'))

  it('say the same things', () => expect(nl.map(({ where }) => where)).toEqual(en.map(({ where }) => where)))

  it('say them in their own words', () => {
    const same = ours(nl.filter(({ text }, index) => text === en[index]?.text)).map(({ where }) => where)
    expect(new Set(same)).toEqual(new Set(alike))
  })

  it('are not mixed', () => {
    expect(containing(ours(nl), english.split(' '))).toEqual([])
    expect(containing(ours(en), dutch.split(' '))).toEqual([])
  })

  it('use the words of the product', () => {
    expect(containing(ours(nl), ['u', 'uw', 'tenant', 'organisatie', 'admin', 'weigeren', 'weigert'])).toEqual([])
    expect(
      containing(ours(en), [
        'license',
        'tenant',
        'organization',
        'organisation',
        'admin',
        'deny',
        'denied',
        'rejected',
      ]),
    ).toEqual([])
  })

  it('are seen to be mixed when they are', () => {
    expect(containing([{ where: 'x', text: 'Je request is weg.' }], english.split(' '))).toHaveLength(1)
    expect(containing([{ where: 'x', text: 'Your aanvraag.' }], dutch.split(' '))).toHaveLength(1)
  })
})

describe('moments', () => {
  const [nl, en] = [textsIn('nl'), textsIn('en')]

  it.each([
    ['2026-03-01T09:30:00.000Z', '1 maart 2026 om 10.30 uur', '1 March 2026 at 10:30'],
    ['2026-07-01T09:05:00.000Z', '1 juli 2026 om 11.05 uur', '1 July 2026 at 11:05'],
    ['2026-12-31T23:00:00.000Z', '1 januari 2027 om 00.00 uur', '1 January 2027 at 00:00'],
    ['2026-08-14T21:59:00.000Z', '14 augustus 2026 om 23.59 uur', '14 August 2026 at 23:59'],
  ])('%s is as the clock in the Netherlands shows it', (at, inDutch, inEnglish) => {
    expect(nl.moment(at)).toBe(inDutch)
    expect(en.moment(at)).toBe(inEnglish)
    expect(nl.day(at)).toBe(inDutch.split(' om ')[0])
    expect(en.day(at)).toBe(inEnglish.split(' at ')[0])
  })

  it('that end a day are told as that day', () => {
    expect(nl.until('2026-03-01T22:59:59.999Z')).toBe('tot en met 1 maart 2026')
    expect(en.until('2026-03-01T22:59:59.999Z')).toBe('until the end of 1 March 2026')
    expect(nl.until('2026-03-01T09:30:00.000Z')).toBe('tot 1 maart 2026 om 10.30 uur')
    expect(en.until('2026-03-01T09:30:00.000Z')).toBe('until 1 March 2026 at 10:30')
  })
})

describe('a mistake in a form', () => {
  it('names each field once, by its label', () => {
    const fields = { 'emails.0': ['x'], 'emails.3': ['x'], reason: ['x'], '': ['x'] }
    expect(textsIn('nl').refused.invalid_input({ fields })).toContain('bij: E-mailadressen, Reden.')
    expect(textsIn('en').refused.invalid_input({ fields })).toContain('in: E-mail addresses, Reason.')
  })

  it('names a field that only scripts fill in as they do', () => {
    const { invalid_input } = textsIn('en').refused
    expect(invalid_input({ fields: { metadataXml: [] } })).toContain('metadataXml')
    expect(invalid_input({ fields: { toString: [] } })).toContain('in: toString.')
  })
})
