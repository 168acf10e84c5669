import type { Action, Card } from '../../../src/cards/card.ts'
import type { AccessRequest, DomainRequest, StandardRequest } from '../../../src/requests/request.ts'

const common = {
  id: 'r1',
  reference: 'R-7K4Q',
  companyId: 'c1',
  requesterId: 'u1',
  reason: 'Voor de nieuwbouw',
  at: '2026-03-01T09:30:00.000Z',
  via: 'slack',
  state: 'open',
  version: 3,
} as const

export const accessRequest: AccessRequest = { ...common, kind: 'access', licenceId: 'l1' }
export const standardRequest: StandardRequest = {
  ...common,
  kind: 'standard',
  standard: { number: 'NEN 1010', title: 'Laagspanning' },
}
export const domainRequest: DomainRequest = { ...common, kind: 'domain', domain: 'acme.example' }

/** Markup of every channel, and what breaks out of quotes. */
export const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='x",
  '&lt;b&gt; & &amp;',
  '<!channel> <@U123> <https://evil.example|klik>',
  '[klik](https://evil.example) **vet** `code`',
  '{{7*7}} %s \\u003cb>',
]

/** What a card shows to a person, without what its buttons carry. */
export const shownOn = (card: Card): string =>
  [
    card.title,
    ...(card.text ?? []),
    ...(card.facts ?? []).flatMap(({ label, value }) => [label, value]),
    ...(card.actions ?? []).flatMap((action) => [action.label, 'confirm' in action ? (action.confirm ?? '') : '']),
  ].join('\n')

export const factOn = (card: Card, label: string): string | undefined =>
  card.facts?.find((fact) => fact.label === label)?.value

export const labelsOn = (card: Card): string[] => (card.actions ?? []).map((action: Action) => action.label)
