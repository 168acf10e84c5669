import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { requestCard } from '../../../src/cards/request-card.ts'
import { commands } from '../../../src/catalogue.ts'
import type { RequestView } from '../../../src/requests/list-requests.ts'
import { type Decision, requestStates } from '../../../src/requests/request.ts'
import { textsIn } from '../../../src/texts/in-language.ts'
import { accessRequest, domainRequest, factOn, hostile, labelsOn, shownOn, standardRequest } from './samples.ts'

const nl = textsIn('nl')
const at = '2026-03-02T10:00:00.000Z'
const viewers = ['administrator', 'requester', 'other'] as const
const requests = [accessRequest, standardRequest, domainRequest]

const view = (
  viewer: RequestView['viewer'],
  request: RequestView['request'] = accessRequest,
  more: Partial<RequestView> = {},
): RequestView => ({
  request,
  viewer,
  mayDecide: viewer === 'administrator',
  requesterName: 'Anna Vermeulen',
  licenceName: 'Bouw',
  ...more,
})

const decided = (verdict: Decision['verdict'], more: Partial<Decision> = {}) => ({
  ...accessRequest,
  state: verdict,
  decision: { verdict, by: 'u2', at, via: 'teams' as const, ...more },
})

describe('the card of a request', () => {
  it('lets an only administrator decide on an own request', () => {
    expect(labelsOn(requestCard(view('requester', accessRequest, { mayDecide: true }), nl))).toEqual([
      nl.card.approve,
      nl.card.approveWith.access,
      nl.card.decline,
      nl.card.withdraw,
    ])
    expect(labelsOn(requestCard(view('requester'), nl))).toEqual([nl.card.withdraw])
  })

  it('is titled with what is asked', () => {
    expect(requestCard(view('other'), nl).title).toBe('Toegang tot "Bouw"')
    expect(requestCard(view('other', standardRequest), nl).title).toBe('Norm NEN 1010')
    expect(requestCard(view('other', domainRequest), nl).title).toBe('Domein acme.example')
    expect(requestCard(view('other'), textsIn('en')).title).toBe('Access to "Bouw"')
  })

  it.each(requests)('of kind $kind tells a platform which request and version it shows', (request) => {
    expect(requestCard(view('administrator', request), nl).about).toEqual({ requestId: 'r1', version: 3 })
  })

  it.each(requests)('of kind $kind shows its code and state to everybody', (request) => {
    for (const viewer of viewers) {
      const card = requestCard(view(viewer, request), nl)
      expect(factOn(card, 'Code')).toBe('R-7K4Q')
      expect(factOn(card, 'Status')).toBe('Wacht op een besluit')
    }
  })

  it('shows who asks to administrators only, whatever the view holds', () => {
    expect(factOn(requestCard(view('administrator'), nl), 'Aangevraagd door')).toBe('Anna Vermeulen')
    for (const viewer of ['requester', 'other'] as const)
      expect(shownOn(requestCard(view(viewer), nl))).not.toContain('Anna')
  })

  it('shows why to administrators and the requester only, whatever the view holds', () => {
    for (const viewer of ['administrator', 'requester'] as const)
      expect(factOn(requestCard(view(viewer), nl), 'Reden')).toBe('Voor de nieuwbouw')
    expect(shownOn(requestCard(view('other'), nl))).not.toContain('nieuwbouw')
  })

  it('says so when the requester is removed', () => {
    const { requesterName: _name, ...unknown } = view('administrator')
    expect(factOn(requestCard(unknown, nl), 'Aangevraagd door')).toBe('een verwijderde gebruiker')
  })

  it('shows title and licence of a standard', () => {
    const card = requestCard(view('administrator', { ...standardRequest, licenceId: 'l1' }), nl)
    expect(factOn(card, 'Titel')).toBe('Laagspanning')
    expect(factOn(card, 'Licentie')).toBe('Bouw')
  })
})

describe('an open request', () => {
  it('lets an administrator approve at once and decline with a reason', () => {
    const { actions } = requestCard(view('administrator'), nl)
    expect(actions).toEqual([
      {
        kind: 'run',
        label: 'Goedkeuren',
        name: 'requests.decide',
        input: { requests: ['r1'], verdict: 'approved' },
        style: 'primary',
      },
      {
        kind: 'form',
        label: 'Met toelichting of einddatum',
        name: 'requests.decide',
        input: { requests: ['r1'], verdict: 'approved' },
      },
      {
        kind: 'form',
        label: 'Afwijzen',
        name: 'requests.decide',
        input: { requests: ['r1'], verdict: 'declined' },
        style: 'danger',
      },
      { kind: 'run', label: 'Ik pak dit op', name: 'requests.take', input: { request: 'r1' } },
    ])
  })

  it('asks the administrator for a licence when a standard comes without one', () => {
    expect(requestCard(view('administrator', standardRequest), nl).actions?.[0]?.kind).toBe('form')
    const withoutProposal = requestCard(view('administrator', standardRequest), nl)
    expect(labelsOn(withoutProposal)).toEqual(['Goedkeuren', 'Afwijzen', 'Ik pak dit op'])
    const proposed = { ...standardRequest, licenceId: 'l1' }
    const card = requestCard(view('administrator', proposed), nl)
    expect(card.actions?.[0]?.kind).toBe('run')
    expect(labelsOn(card)).toEqual(['Goedkeuren', 'Met toelichting of andere licentie', 'Afwijzen', 'Ik pak dit op'])
  })

  it('shows who is on it, to whom that is nothing to press', () => {
    const taken = requestCard(view('administrator', accessRequest, { taken: { own: true, name: 'Bea' } }), nl)
    expect(factOn(taken, 'Opgepakt door')).toBe('Bea')
    expect(labelsOn(taken)).not.toContain('Ik pak dit op')
    const other = requestCard(view('administrator', accessRequest, { taken: { own: false } }), nl)
    expect(factOn(other, 'Opgepakt door')).toBe('een verwijderde gebruiker')
    expect(labelsOn(other)).toContain('Ik pak dit op')
  })

  it('has room in a list for the plain decisions only', () => {
    expect(labelsOn(requestCard(view('administrator'), nl, 'list'))).toEqual(['Goedkeuren', 'Afwijzen'])
  })

  it('leaves domains to the operator', () => {
    expect(requestCard(view('administrator', domainRequest), nl).actions).toBeUndefined()
  })

  it('lets the requester withdraw, after a question, and nothing else', () => {
    for (const request of requests) {
      const { actions } = requestCard(view('requester', request), nl)
      expect(actions).toEqual([
        {
          kind: 'run',
          label: 'Intrekken',
          name: 'requests.withdraw',
          input: { request: 'r1' },
          confirm: 'Weet je zeker dat je aanvraag R-7K4Q wilt intrekken?',
        },
      ])
    }
  })

  it('offers others nothing', () => {
    for (const request of requests) expect(labelsOn(requestCard(view('other', request), nl))).toEqual([])
  })

  it('has buttons that its commands understand', () => {
    for (const request of requests)
      for (const viewer of viewers)
        for (const action of requestCard(view(viewer, request), nl).actions ?? []) {
          if (action.kind === 'link') throw new Error('a request links nowhere')
          const command = commands[action.name as keyof typeof commands]
          expect(command.input.safeParse(action.input).success, action.label).toBe(true)
        }
  })
})

describe('a settled request', () => {
  it('shows the note of an approval to those whom it concerns', () => {
    for (const viewer of viewers) {
      const card = requestCard(view(viewer, decided('approved', { reason: 'Tot de zomer' })), nl)
      expect(factOn(card, 'Toelichting')).toBe(viewer === 'other' ? undefined : 'Tot de zomer')
    }
  })

  it('has no buttons for anybody', () => {
    for (const state of requestStates.filter((one) => one !== 'open'))
      for (const request of requests)
        for (const viewer of viewers)
          expect(requestCard(view(viewer, { ...request, state }), nl).actions, `${state} ${viewer}`).toBeUndefined()
  })

  it('tells who decided what and when, to everybody', () => {
    for (const viewer of viewers) {
      const card = requestCard(view(viewer, decided('approved'), { deciderName: 'Jan Smit' }), nl)
      expect(factOn(card, 'Status')).toBe('Goedgekeurd door Jan Smit op 2 maart 2026 om 11.00 uur')
      expect(card.tone).toBe('good')
    }
  })

  it('tells how long access was given', () => {
    const request = { ...decided('approved'), until: '2026-12-31T22:59:59.999Z' }
    expect(factOn(requestCard(view('requester', request), nl), 'Toegang')).toBe('tot en met 31 december 2026')
  })

  it('tells everybody why it was declined', () => {
    for (const viewer of viewers) {
      const card = requestCard(view(viewer, decided('declined', { reason: 'Te duur' }), { deciderName: 'Jan' }), nl)
      expect(factOn(card, 'Reden van afwijzing')).toBe('Te duur')
      expect(card.tone).toBe('bad')
    }
  })

  it('names a decider without a name for what it is', () => {
    const status = (request: RequestView['request']) => factOn(requestCard(view('other', request), nl), 'Status')
    expect(status(decided('approved'))).toContain('door een verwijderde gebruiker op')
    const byNobody: Decision = { verdict: 'approved', at, via: 'api' }
    expect(status({ ...accessRequest, state: 'approved', decision: byNobody })).toContain('bedrijfsbreed')
    expect(status({ ...domainRequest, state: 'approved', decision: byNobody })).toContain('door de klantenservice op')
  })

  it('says how it ended without a decision', () => {
    const status = (state: 'withdrawn' | 'expired') =>
      factOn(requestCard(view('other', { ...accessRequest, state }), nl), 'Status')
    expect(status('withdrawn')).toBe('Ingetrokken')
    expect(status('expired')).toBe('Verlopen zonder besluit')
  })
})

describe('hostile text in a request', () => {
  it.each(hostile)('stays as it is, for the channel to escape: %s', (text) => {
    const request = { ...standardRequest, reason: text, standard: { number: text, title: text } }
    const card = requestCard(view('administrator', request, { requesterName: text, licenceName: text }), nl)
    expect(card.title).toBe(`Norm ${text}`)
    expect(card.facts?.slice(0, 4).map((fact) => fact.value)).toEqual([text, text, text, text])
    expect(JSON.stringify(card.actions)).not.toContain(JSON.stringify(text).slice(1, -1))
  })

  it('never shows others who asks or why', () => {
    const secret = fc.string({ minLength: 4 }).map((text) => `«${text}»`)
    fc.assert(
      fc.property(
        secret,
        secret,
        fc.constantFrom(...requests),
        fc.constantFrom(...requestStates),
        (name, why, one, state) => {
          const card = requestCard(view('other', { ...one, state, reason: why }, { requesterName: name }), nl)
          const all = JSON.stringify(card)
          expect(all).not.toContain(JSON.stringify(name).slice(1, -1))
          expect(all).not.toContain(JSON.stringify(why).slice(1, -1))
        },
      ),
    )
  })
})
