import { describe, expect, it } from 'vitest'
import { renderMail } from '../../../src/cards/mail-layout.ts'
import { noticeCard, noticeMail } from '../../../src/cards/notice-card.ts'
import { textsIn } from '../../../src/texts/in-language.ts'
import { languages } from '../../../src/texts/language.ts'
import type { NoticeType } from '../../../src/texts/texts.ts'
import { noticesOf } from '../text-samples.ts'
import { hostile, labelsOn } from './samples.ts'

const types = Object.keys(textsIn('nl').notice) as NoticeType[]
const nl = textsIn('nl')

const [approved, declined] = (['request.approved', 'request.declined'] as const).map((type) => noticesOf(type, nl)[0])
const [ended] = noticesOf('access.ended', nl)
const [given] = noticesOf('access.given', nl)
if (!approved || !declined || !ended || !given) throw new Error('no samples')

describe.each(languages)('notices in %s', (language) => {
  const texts = textsIn(language)

  it.each(types)('%s says the same in a chat and by mail', (type) => {
    for (const notice of noticesOf(type, texts)) {
      const card = noticeCard(notice, texts)
      const mail = noticeMail(notice, texts)
      expect(mail.subject).toBe(card.title)
      expect(mail.text).toEqual(card.text)
      expect(card.title.length).toBeLessThanOrEqual(100)
      expect(renderMail(mail, texts, 'https://toegang.example').text).toContain(card.text?.[0])
    }
  })
})

describe('a notice', () => {
  it('opens the request that it is about', () => {
    expect(noticeCard(approved, nl).actions).toMatchObject([
      { kind: 'run', name: 'requests.show', input: { request: 'R-7K4Q' } },
    ])
    expect(noticeMail(approved, nl).button).toEqual({ label: 'Openen in het portaal', path: '/requests' })
  })

  it('shows good and bad news as such', () => {
    expect(noticeCard(approved, nl).tone).toBe('good')
    expect(noticeCard(declined, nl).tone).toBe('bad')
    expect(noticeCard(given, nl).tone).toBe('good')
    expect(noticeCard(ended, nl).tone).toBe('bad')
  })

  it('about lost access offers to ask for it again, when that makes sense', () => {
    const offers = noticesOf('access.ended', nl)
      .filter((notice) => notice.own)
      .map((notice) => [notice.event.because, labelsOn(noticeCard(notice, nl))])
    expect(Object.fromEntries(offers)).toEqual({
      withdrawn: ['Toegang aanvragen'],
      ended: ['Toegang aanvragen'],
      group: ['Toegang aanvragen'],
      blocked: [],
      removed: [],
      switched: ['Licenties'],
    })
    expect(noticeCard(ended, nl).actions).toMatchObject([{ kind: 'form', input: { licenceId: 'l1' } }])
  })

  it('about somebody else offers nothing that is only theirs', () => {
    const others = noticesOf('access.ended', nl).filter((notice) => !notice.own)
    expect(others.flatMap((notice) => labelsOn(noticeCard(notice, nl)))).toEqual([])
  })

  it('leads to pages of the portal', () => {
    for (const type of types)
      for (const notice of noticesOf(type, nl)) {
        const path = noticeMail(notice, nl).button?.path
        const pages = [
          '/requests',
          '/company/general',
          '/company/connections',
          '/company/licences',
          '/company/users',
          '/profile',
          '/login',
        ]
        if (path) expect(pages).toContain(path)
      }
  })

  it.each(hostile)('leaves hostile text for the channel to escape: %s', (text) => {
    const notice = { ...declined, reason: text, decidedBy: text }
    expect(noticeCard(notice, nl).text?.[0]).toContain(`Reden: ${text}`)
    expect(renderMail(noticeMail(notice, nl), nl, 'https://toegang.example').html).not.toMatch(
      /<(script|img|@|!c|https)/,
    )
  })
})
