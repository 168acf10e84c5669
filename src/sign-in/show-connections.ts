import * as z from 'zod'
import { id } from '../kernel/input.ts'
import { defineQuery, found } from '../kernel/query.ts'
import { refuse } from '../kernel/refusal.ts'
import type { ReadTx } from '../ports/store.ts'
import { loadManaged } from './break-glass.ts'
import type { Connection } from './connection.ts'
import { loadOwnKeys } from './own-key.ts'
import type { SignInTrace } from './trace.ts'

/** A connection as those who manage it see it. */
export interface ConnectionView extends Connection {
  /** Names of the companies that share it, the one that it was set up for first. */
  readonly companies: readonly { readonly id: string; readonly name: string }[]
  /** How many people have signed in through it. */
  readonly people: number
  /** Who keeps the sign-in link, of the companies that the reader manages. */
  readonly breakGlass: readonly { readonly id: string; readonly name: string }[]
}

/** The connections of the own company; the operator names one. */
export const listConnections = defineQuery({
  name: 'connections.list',
  input: z.object({ companyId: id.optional() }),
  who: ['administrator', 'operator'],
  answer: async (tx, { companyId }, { actor }) => {
    const asked = actor.kind === 'user' ? actor.company.id : (companyId ?? '')
    const connections = await tx.connections.list({ companyId: asked })
    return found({ connections: await Promise.all(connections.map((one) => viewOf(tx, one, asked))) })
  },
})

/** One connection, with the sign-ins of the past two weeks, newest first; `code` finds the one that a person reports. */
export const showConnection = defineQuery({
  name: 'connections.show',
  input: z.object({
    connectionId: id,
    code: z
      .string()
      .max(20)
      .transform((code) => code.trim().toUpperCase())
      .optional(),
    after: z.string().max(500).optional(),
  }),
  who: ['administrator', 'operator'],
  answer: async (tx, { connectionId, code, after }, { actor }) => {
    const connection = await tx.connections.get(connectionId)
    if (!connection || (actor.kind === 'user' && !connection.companyIds.includes(actor.company.id)))
      return refuse('not_found')
    const { rows, next } = await tx.signInTraces.page(
      { connectionId, ...(code && { code }) },
      { limit: 50, newestFirst: true, ...(after && { after }) },
    )
    const traces: readonly SignInTrace[] = rows
    return found({
      connection: await viewOf(tx, connection, actor.kind === 'user' ? actor.company.id : undefined),
      traces,
      ...(next && { next }),
    })
  },
})

/** The settings that an adapter judges messages by, for the connection that acts, and our keys at it. */
export const ownConnection = defineQuery({
  name: 'sign_in.connection',
  input: z.object({}),
  who: ['connection'],
  answer: async (tx, _input, { actor: { connection } }) =>
    found({ ...connection, ownKeys: await loadOwnKeys(tx, connection.id) }),
})

const viewOf = async (tx: ReadTx, connection: Connection, companyId: string | undefined): Promise<ConnectionView> => {
  const managed = await loadManaged(tx, companyId ? [companyId] : connection.companyIds)
  const companies = await Promise.all(connection.companyIds.map((companyId) => tx.companies.get(companyId)))
  return {
    ...connection,
    companies: companies
      .filter((company) => company !== undefined)
      .map(({ id: companyId, name }) => ({ id: companyId, name })),
    breakGlass: managed.flatMap(({ administrators }) =>
      administrators
        .filter((user) => user.breakGlass)
        .map(({ id: userId, name, email }) => ({ id: userId, name: name || email })),
    ),
    people: await tx.identities.count({ connectionId: connection.id, kind: 'asserted' }),
  }
}
