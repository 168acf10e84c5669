/** Rows with sensible values, of which a test names only what it is about. */
import { randomBytes } from 'node:crypto'
import type { Company } from '../../src/companies/company.ts'
import { defaultSettings } from '../../src/companies/company.ts'
import type { Grant } from '../../src/licences/access.ts'
import type { Licence } from '../../src/licences/licence.ts'
import type { AccessRequest } from '../../src/requests/request.ts'
import type { AuditEvent } from '../../src/trail/audit-event.ts'
import type { Message } from '../../src/trail/message.ts'
import type { User } from '../../src/users/user.ts'

export const noon = '2026-03-01T12:00:00.000Z'

let made = 0
/** Later ones sort after earlier ones, as the product's own ids do. */
export const newId = (): string => {
  const count = (++made).toString(16).padStart(12, '0')
  return `019c0000-0000-7000-8000-${count}`
}

const word = (): string => randomBytes(6).toString('hex')

export const company = (over: Partial<Company> = {}): Company => ({
  id: newId(),
  name: `Company ${word()}`,
  contact: {},
  language: 'nl',
  settings: defaultSettings,
  createdAt: noon,
  ...over,
})

export const user = (over: Partial<User> = {}): User => ({
  id: newId(),
  companyId: 'c1',
  email: `${word()}@acme.example`,
  name: `User ${word()}`,
  language: 'nl',
  role: 'user',
  status: 'registered',
  createdAt: noon,
  ...over,
})

export const licence = (over: Partial<Licence> = {}): Licence => ({
  id: newId(),
  companyId: 'c1',
  name: `Licence ${word()}`,
  companyWide: false,
  shown: true,
  standards: [],
  createdAt: noon,
  ...over,
})

export const grant = (over: Partial<Grant> = {}): Grant => ({
  id: newId(),
  companyId: 'c1',
  userId: 'u1',
  licenceId: word(),
  givenAt: noon,
  ...over,
})

export const accessRequest = (over: Partial<AccessRequest> = {}): AccessRequest => ({
  id: newId(),
  reference: `R-${word()}`,
  companyId: 'c1',
  requesterId: 'u1',
  at: noon,
  via: 'web',
  state: 'open',
  version: 1,
  kind: 'access',
  licenceId: word(),
  ...over,
})

export const auditEvent = (over: Partial<AuditEvent> = {}): AuditEvent => ({
  id: newId(),
  at: noon,
  channel: 'web',
  by: { kind: 'operator' },
  companyIds: ['c1'],
  event: { type: 'company.added', companyId: 'c1' },
  changes: [],
  ...over,
})

export const message = (over: Partial<Message> = {}): Message => {
  const id = over.id ?? newId()
  return {
    id,
    kind: 'refresh_copies',
    requestId: 'r1',
    lane: id,
    state: 'waiting',
    dueAt: noon,
    attempts: 0,
    at: noon,
    ...over,
  } as Message
}
