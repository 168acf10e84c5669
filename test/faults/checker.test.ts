/** The checker cries out: each kind of fault, planted where there was none. */
import { describe, expect, it } from 'vitest'
import type { AuditEvent } from '../../src/trail/audit-event.ts'
import type { Gestures } from '../demo/gestures.ts'
import type { DemoWorld } from '../demo/world.ts'
import { faultsIn, type Seen } from './checker.ts'
import { openLedger } from './ledger.ts'

const admin = { name: 'Anna', email: 'anna@acme.example', slack: 'anna', teams: 'anna' }
const sara = { name: 'Sara', email: 'sara@acme.example', slack: 'sara', teams: 'sara' }

const line = (event: object, changes: readonly object[] = []): AuditEvent => ({ event, changes }) as never
const words = (...texts: readonly string[]) =>
  texts.map((text) => ({ type: 'section', text: { type: 'mrkdwn', text } }))
const card = (...texts: readonly string[]) => ({ body: texts.map((text) => ({ type: 'TextBlock', text })) })

/** All is well: one request, approved, shown to the administrator in both chats, and heard of. */
const well = () => {
  const shown = {
    slack: [{ to: 'anna', blocks: words('NEN 10001', 'Goedgekeurd door Anna') as object[] }],
    teams: [{ to: 'anna', card: card('NEN 10001', 'Goedgekeurd door Anna') as object }],
  }
  const heard = { to: 'sara', blocks: words('NEN 10001 is goedgekeurd') }
  const doubled: string[] = []
  const mails = [{ to: ['invited@acme.example'], mail: { messageId: '<1@x>' } }]
  const world = {
    people: { admin, sara },
    slack: {
      messagesTo: (person: string) => [...shown.slack, heard].filter(({ to }) => to === person),
      doubledPosts: () => doubled,
    },
    teams: { messagesTo: (person: string) => shown.teams.filter(({ to }) => to === person) },
    smtp: { mails },
  } as unknown as DemoWorld
  const gestures = {
    copies: (_reference: string, people = [admin, sara]) => ({
      slack: shown.slack.filter(({ to }) => people.some(({ slack }) => slack === to)),
      teams: shown.teams.filter(({ to }) => people.some(({ teams }) => teams === to)),
    }),
  } as unknown as Gestures
  const requests = [
    { id: 'q1', reference: 'R-AAAA', state: 'approved', requesterId: 'u2', standard: { number: 'NEN 10001' } },
  ]
  const users = [admin, sara, { email: 'invited@acme.example' }].map(({ email }, index) => ({
    id: `u${index + 1}`,
    email,
    status: 'registered',
  }))
  const trail = [
    line({ type: 'licence.assigned', licenceId: 'l1', companyId: 'c1' }, [
      { table: 'licences', id: 'l1', field: 'companyWide', after: true },
    ]),
    line({ type: 'user.registered', userId: 'u1', companyId: 'c1' }),
    line({ type: 'user.registered', userId: 'u2', companyId: 'c1' }),
    line({ type: 'request.made', requestId: 'q1' }),
    line({ type: 'request.approved', requestId: 'q1' }),
  ]
  const access = new Map([admin, sara].map(({ email }) => [`${email} l1`, true]))
  const seen: Seen = { requests, users, trail, phone: '1', access }
  const ledger = openLedger()
  ledger.asked.add('NEN 10001')
  ledger.invited.add('invited@acme.example')
  ledger.licences.add('l1')
  ledger.phones = ['1']
  return { seen, world, gestures, ledger, shown, doubled, mails, requests, users, trail, access }
}

type Well = ReturnType<typeof well>
const found = ({ seen, world, gestures, ledger }: Pick<Well, 'seen' | 'world' | 'gestures' | 'ledger'>) =>
  faultsIn(seen, world, gestures, ledger)

describe('the checker of the fault runs', () => {
  it('finds nothing where nothing is wrong', () => {
    expect(found(well())).toEqual([])
  })

  const planted: readonly (readonly [string, RegExp, (all: Well) => void])[] = [
    ['an answered request that is gone', /NEN 10001 was answered/, ({ requests }) => void requests.splice(0)],
    [
      'a person who was signed in and is gone',
      /new@acme/,
      ({ ledger }) => void ledger.signedIn.add('new@acme.example'),
    ],
    ['a licence that was added and is gone', /licence l2/, ({ ledger }) => void ledger.licences.add('l2')],
    ['a field that is not what was confirmed', /the phone is 1/, ({ ledger }) => void ledger.phones.splice(0, 1, '2')],
    ['a request made twice', /asked for twice/, ({ requests }) => void requests.push(...requests)],
    ['a person who is there twice', /there twice/, ({ users }) => void users.push(...users.slice(1, 2))],
    [
      'a request decided twice',
      /decided twice/,
      ({ trail }) => void trail.push(line({ type: 'request.approved', requestId: 'q1' })),
    ],
    [
      'two invitations',
      /two different invitations/,
      ({ mails }) => void mails.push({ to: ['invited@acme.example'], mail: { messageId: '<2@x>' } }),
    ],
    ['a message posted twice', /posted twice/, ({ doubled }) => void doubled.push('key')],
    ['a copy too many', /2 times in Teams/, ({ shown }) => void shown.teams.push(...shown.teams)],
    ['no copy', /not shown in both/, ({ shown }) => void shown.slack.splice(0)],
    [
      'a live button',
      /have buttons/,
      ({ shown }) =>
        void shown.slack[0]?.blocks.push({
          type: 'actions',
          elements: [{ type: 'button', text: { type: 'plain_text', text: 'Goedkeuren' }, action_id: 'run:x' }],
        }),
    ],
    [
      'a copy that says otherwise',
      /does not say so/,
      ({ shown }) => void shown.teams.splice(0, 1, { to: 'anna', card: card('NEN 10001') }),
    ],
    ['access that nobody gave', /by the trail/, ({ trail }) => void trail.splice(2, 1)],
    ['a state that the trail does not know', /by the trail open/, ({ trail }) => void trail.pop()],
    ['an invitation that never came', /has no invitation/, ({ mails }) => void mails.splice(0)],
  ]
  it.each(planted)('finds %s', (_, fault, plant) => {
    const all = well()
    plant(all)
    expect(found(all).join('\n')).toMatch(fault)
  })
})
