import { describe, expect, it } from 'vitest'
import { refusalCard, refusalText } from '../../../src/cards/refusal-card.ts'
import { commands, queries } from '../../../src/catalogue.ts'
import type { RefusalCode, Refused } from '../../../src/kernel/refusal.ts'
import { refuse } from '../../../src/kernel/refusal.ts'
import { textsIn } from '../../../src/texts/in-language.ts'
import { samplesFor } from '../text-samples.ts'
import { hostile } from './samples.ts'

const nl = textsIn('nl')

const everyRefusal: Refused[] = Object.entries(samplesFor(nl).refused).flatMap(([code, samples]) =>
  samples.map(([detail]) => ({ ok: false, code: code as RefusalCode, detail }) as Refused),
)

describe('the card of a refusal', () => {
  it.each(everyRefusal)('$code says why not', (refused) => {
    const card = refusalCard(refused, nl)
    expect(card.tone).toBe('bad')
    expect(card.title).toBe(refusalText(refused, nl))
    expect(card.title).not.toBe('')
  })

  it('speaks the language of its reader', () => {
    expect(refusalCard(refuse('own_request'), textsIn('en')).title).toContain('your own request')
    expect(refusalCard(refuse('own_request'), nl).title).toContain('je eigen aanvraag')
  })

  it('offers the confirmation to an administrator who has to confirm first', () => {
    expect(refusalCard(refuse('confirm_first'), nl).actions).toMatchObject([
      { kind: 'run', name: 'chat.start_confirmation', label: 'Chataccount bevestigen' },
    ])
  })

  it('leads to signing in', () => {
    for (const code of ['not_signed_in', 'single_sign_on_required'] as const)
      expect(refusalCard(refuse(code), nl).actions).toMatchObject([{ kind: 'link', path: '/login' }])
  })

  it('leads to registering where that is free, and says to ask for an invitation where it is not', () => {
    const free = refusalCard(refuse('no_account', { canRegister: true }), nl)
    expect(free.actions).toMatchObject([{ kind: 'link', path: '/register/apply' }])
    const closed = refusalCard(refuse('no_account', { canRegister: false }), nl)
    expect(closed.actions).toBeUndefined()
    expect(closed.title).toContain('uitnodiging')
  })

  it('opens the request that it is about', () => {
    const open = { kind: 'run', name: 'requests.show', input: { request: 'R-7K4Q' } }
    const at = '2026-03-01T09:30:00.000Z'
    for (const refused of [
      refuse('already_requested', { reference: 'R-7K4Q' }),
      refuse('already_decided', { reference: 'R-7K4Q', verdict: 'approved', by: 'Jan', at }),
      refuse('already_settled', { reference: 'R-7K4Q', state: 'expired' }),
    ])
      expect(refusalCard(refused, nl).actions).toMatchObject([open])
  })

  it('has only buttons that lead somewhere', () => {
    const uses = { ...commands, ...queries }
    for (const refused of everyRefusal)
      for (const action of refusalCard(refused, nl).actions ?? []) {
        if (action.kind === 'link') expect(action.path).toMatch(/^\/[a-z]/)
        // Binding a chat account is the chat's own command, with no input at all.
        else if (action.name !== 'chat.start_confirmation' && action.kind === 'run')
          expect(uses[action.name as keyof typeof uses].input.safeParse(action.input).success, refused.code).toBe(true)
      }
  })

  it.each(hostile)('leaves hostile text for the channel to escape: %s', (text) => {
    expect(refusalCard(refuse('email_malformed', { email: text }), nl).title).toContain(`"${text}"`)
  })
})
