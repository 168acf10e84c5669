/** Rows to measure with: one company of any size, as it would stand in the store after years. */
import { createHash } from 'node:crypto'
import { later } from '../../src/kernel/instant.ts'
import type { OpenTable, Store, Tables } from '../../src/ports/store.ts'
import type { CompanyRequest } from '../../src/requests/request.ts'
import type { AuditEvent } from '../../src/trail/audit-event.ts'
import type { User } from '../../src/users/user.ts'

export const companyId = 'company-of-the-bench'
export const licenceId = 'licence-of-the-bench'
const start = '2026-01-01T00:00:00.000Z'

/** Ids sort as real ones do: by when they were made. */
const idOf = (kind: string, index: number): string => `${kind}${String(index).padStart(9, '0')}abcdefghijkl`
const first = [
  'Anna',
  'Bram',
  'Carla',
  'Daan',
  'Eva',
  'Femke',
  'Gijs',
  'Hanna',
  'Ivo',
  'Julia',
  'Koen',
  'Lotte',
  'Mees',
]
const last = ['Jansen', 'de Vries', 'Bakker', 'Visser', 'Smit', 'Meijer', 'Mulder', 'Bos', 'Vos', 'Peters', 'Hendriks']

export const userAt = (index: number): User => ({
  id: idOf('u', index),
  companyId,
  email: `person${index}@bench.example`,
  name: `${first[index % first.length]} ${last[index % last.length]}${index}`,
  language: 'nl',
  role: index === 0 ? 'administrator' : 'user',
  status: 'registered',
  createdAt: start,
  registeredAt: start,
})

export const requestAt = (index: number): CompanyRequest => ({
  id: idOf('r', index),
  reference: `R-B${index}`,
  kind: 'access',
  companyId,
  requesterId: userAt(index).id,
  licenceId,
  reason: `For project ${index % 1000}`,
  at: later(start, { minutes: index }),
  via: 'web',
  state: 'open',
  version: 1,
})

const eventAt = (index: number): AuditEvent => ({
  id: idOf('e', index),
  at: later(start, { minutes: index }),
  channel: 'web',
  by: { kind: 'user', id: userAt(index).id },
  companyIds: [companyId],
  changes: [],
  event: { type: 'request.made', companyId, requestId: requestAt(index).id, userId: userAt(index).id },
})

export const sessionSecret = 'session-of-the-bench'

/** Signs the administrator in, with this secret in the cookie. */
export const signIn = (store: Store): Promise<void> =>
  store.transaction((tx) =>
    tx.sessions.put({
      id: 'session-of-the-bench',
      secretHash: createHash('sha256').update(sessionSecret).digest('base64url'),
      userId: userAt(0).id,
      companyId,
      how: 'link',
      signedInAt: new Date().toISOString(),
      expiresAt: later(new Date().toISOString(), { days: 300 }),
    }),
  )

/** Puts `count` rows, some hundreds a transaction; `from` is the number of the first. */
export const fill = async <T extends OpenTable>(
  store: Store,
  table: T,
  row: (index: number) => Tables[T],
  count: number,
  from = 0,
): Promise<void> => {
  for (let at = from; at < from + count; at += 500)
    await store.transaction(async (tx) => {
      const rows = tx[table] as { put(row: Tables[T]): Promise<void> }
      for (let index = at; index < Math.min(from + count, at + 500); index++) await rows.put(row(index))
    })
}

/** The company, its domain, its licence and its workspace and tenant. */
export const seedCompany = (store: Store, workspace: { slack?: string; teams?: string } = {}): Promise<void> =>
  store.transaction(async (tx) => {
    await tx.companies.put({
      id: companyId,
      name: 'Bench',
      contact: {},
      language: 'nl',
      settings: { freeRegistration: true, reasonMandatory: false, remindAfterDays: 3, expireAfterDays: 30 },
      createdAt: start,
    })
    await tx.domains.put({
      id: 'domain-of-the-bench',
      companyId,
      domain: 'bench.example',
      state: 'verified',
      how: 'operator',
      verifiedAt: start,
    })
    await tx.licences.put({
      id: licenceId,
      companyId,
      name: 'Bouw',
      companyWide: false,
      shown: true,
      standards: [],
      createdAt: start,
    })
    for (const channel of ['slack', 'teams'] as const) {
      const workspaceId = workspace[channel]
      if (workspaceId)
        await tx.workspaces.put({
          id: `workspace-${channel}`,
          channel,
          workspaceId,
          name: 'Bench',
          companyIds: [companyId],
          connectedBy: userAt(0).id,
          connectedAt: start,
        })
    }
  })

export const seedUsers = (store: Store, count: number, from = 0) => fill(store, 'users', userAt, count, from)
export const seedRequests = (store: Store, count: number) => fill(store, 'requests', requestAt, count)

/** As if each user had been given the licence, and had asked for it once before. */
export const seedGrants = async (store: Store, count: number): Promise<void> => {
  await fill(
    store,
    'grants',
    (index) => ({
      id: idOf('g', index),
      companyId,
      licenceId,
      userId: userAt(index).id,
      givenBy: userAt(0).id,
      givenAt: start,
    }),
    count,
  )
  await fill(
    store,
    'requests',
    (index) => ({
      ...requestAt(index),
      id: idOf('q', index),
      reference: `R-Q${index}`,
      at: start,
      state: 'approved',
      settledAt: later(start, { minutes: index }),
      decision: { verdict: 'approved', by: userAt(0).id, at: later(start, { minutes: index }), via: 'web' },
    }),
    count,
  )
}

export const seedTrail = async (store: Store, count: number): Promise<void> => {
  for (let at = 0; at < count; at += 500)
    await store.transaction(async (tx) => {
      for (let index = at; index < Math.min(count, at + 500); index++) await tx.audit.append(eventAt(index))
    })
}
