import * as z from 'zod'
import { companyOf } from '../companies/company-of.ts'
import { accept, defineCommand } from '../kernel/command.ts'
import { id } from '../kernel/input.ts'
import { defineQuery, found } from '../kernel/query.ts'
import { refuse } from '../kernel/refusal.ts'
import { mayKnow, notOwn, whichConnection } from '../sign-in/connection-in-use.ts'
import { directoryKey } from './provisioned.ts'

/** One in use, and the next one while it is being replaced. */
const most = 2

/**
 * Makes a token with which an identity provider adds, changes and ends the users of one company. The token itself is in the answer
 * and nowhere else; kept is its hash. Refuses a third one (`two_tokens_already`).
 */
export const makeToken = defineCommand({
  name: 'provisioning.make_token',
  input: z.object(whichConnection),
  who: ['administrator', 'operator'],
  load: async (tx, { connectionId, companyId }, { actor }) => ({
    connection: await tx.connections.get(connectionId),
    tokens: await tx.provisioningTokens.list({
      directory: directoryKey({ connectionId, companyId: companyOf(actor, companyId) }),
    }),
  }),
  decide: ({ connection, tokens }, input, { actor, now, newId, secrets }) => {
    const companyId = companyOf(actor, input.companyId)
    if (!connection?.companyIds.includes(companyId) || !mayKnow(connection, input.companyId, actor))
      return refuse('not_found')
    const shared = notOwn(connection, actor)
    if (shared) return shared
    if (tokens.length >= most) return refuse('two_tokens_already')
    const secret = secrets.make()
    const token = {
      id: newId(),
      connectionId: connection.id,
      companyId,
      secretHash: secrets.hash(secret),
      madeAt: now,
    }
    return accept(
      {
        save: { provisioningTokens: [token] },
        events: [{ type: 'provisioning.token_made', companyId, connectionId: connection.id, tokenId: token.id }],
      },
      { id: token.id, connectionId: connection.id, token: secret },
    )
  },
})

/** Ends a token: the next call with it is refused, on every instance. */
export const endToken = defineCommand({
  name: 'provisioning.end_token',
  input: z.object({ ...whichConnection, tokenId: id }),
  who: ['administrator', 'operator'],
  load: async (tx, { connectionId, tokenId }) => ({
    connection: await tx.connections.get(connectionId),
    token: await tx.provisioningTokens.get(tokenId),
  }),
  decide: ({ connection, token }, input, { actor }) => {
    const companyId = companyOf(actor, input.companyId)
    if (!connection || !token || token.connectionId !== connection.id || token.companyId !== companyId)
      return refuse('not_found')
    const shared = notOwn(connection, actor)
    if (shared) return shared
    return accept(
      {
        remove: { provisioningTokens: [token.id] },
        events: [{ type: 'provisioning.token_ended', companyId, connectionId: connection.id, tokenId: token.id }],
      },
      { id: token.id },
    )
  },
})

/** The tokens of a company at one of its connections, oldest first, without what they are compared by. */
export const listTokens = defineQuery({
  name: 'provisioning.list_tokens',
  input: z.object(whichConnection),
  who: ['administrator', 'operator'],
  answer: async (tx, { connectionId, companyId: named }, { actor }) => {
    const companyId = companyOf(actor, named)
    const connection = await tx.connections.get(connectionId)
    if (!connection?.companyIds.includes(companyId)) return refuse('not_found')
    const tokens = await tx.provisioningTokens.list({ directory: directoryKey({ connectionId, companyId }) })
    const people = await tx.identities.count({ directory: directoryKey({ connectionId, companyId }) })
    return found({ tokens: tokens.map(({ id: tokenId, madeAt }) => ({ id: tokenId, madeAt })), people })
  },
})
