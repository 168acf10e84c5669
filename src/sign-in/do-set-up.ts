/** The steps of setting up a connection, for the browser that opened the link. */
import * as z from 'zod'
import { domainView } from '../companies/show-company.ts'
import { accept, defineCommand } from '../kernel/command.ts'
import { id } from '../kernel/input.ts'
import { later } from '../kernel/instant.ts'
import { defineQuery, found } from '../kernel/query.ts'
import { refuse } from '../kernel/refusal.ts'
import { nextNotice } from './certificate-notice.ts'
import type { Connection } from './connection.ts'
import { connectionSettings, identityProvider, metadataSource } from './connection-input.ts'
import { metadataDue } from './refresh-metadata.ts'
import { loadSetUp, loadUnfinished, whichSetUp } from './set-up.ts'

/** How far it is: the connection as it stands, the company's domains, and the latest tries. */
export const showSetUp = defineQuery({
  name: 'set_ups.show',
  input: z.object(whichSetUp),
  who: ['anyone'],
  answer: async (tx, input, { now, hash }) => {
    const open = await loadSetUp(tx, input, { now, hash })
    if ('ok' in open) return open
    const { setUp, connection } = open
    const { connectionId, companyId } = setUp
    const { rows } = await tx.signInTraces.page({ connectionId }, { limit: 5, newestFirst: true })
    return found({
      company: (await tx.companies.get(companyId))?.name ?? '',
      connectionId,
      connection,
      domains: (await tx.domains.list({ companyId })).map((domain) => domainView(domain)),
      traces: rows,
    })
  },
})

/** Whether a connection of this id is being set up: its addresses may be told to an identity provider already. */
export const isBeingSetUp = defineQuery({
  name: 'set_ups.exists',
  input: z.object({ connectionId: id }),
  who: ['anyone'],
  answer: async (tx, { connectionId }, { now }) =>
    found({ exists: (await tx.setUps.count({ connectionId, expiresAt: { from: now } })) > 0 }),
})

/** Takes the identity provider's metadata: the connection is there from now on, as a draft that nobody is led to. */
export const setUpMetadata = defineCommand({
  name: 'set_ups.take_metadata',
  input: z.object({ ...whichSetUp, identityProvider, ...metadataSource }),
  who: ['anyone'],
  load: (tx, input, { now, secrets }) => loadUnfinished(tx, input, { now, hash: secrets.hash }),
  decide: (open, { identityProvider: read, metadataUrl, cacheSeconds }, { now }) => {
    if ('ok' in open) return open
    const { connectionId, companyId } = open.setUp
    const connection: Connection = {
      id: connectionId,
      companyIds: [companyId],
      attributes: {},
      required: false,
      idpInitiated: false,
      provisioning: true,
      createdAt: now,
      draft: true,
      ...open.connection,
      identityProvider: read,
      ...(metadataUrl && { metadataUrl, metadataReadAt: now, metadataDueAt: metadataDue(now, cacheSeconds) }),
      ...nextNotice(read, now),
    }
    const type = open.connection ? 'connection.changed' : 'connection.added'
    return accept(
      {
        save: { connections: [connection], setUps: [{ ...open.setUp, changedAt: now }] },
        events: [{ type, connectionId, companyIds: [companyId] }],
      },
      { entityId: read.entityId },
    )
  },
})

/** Chooses which attributes hold the address and the name, where the usual ones do not fit. */
export const setUpAttributes = defineCommand({
  name: 'set_ups.choose_attributes',
  input: z.object({ ...whichSetUp, attributes: connectionSettings.attributes }),
  who: ['anyone'],
  load: (tx, input, { now, secrets }) => loadUnfinished(tx, input, { now, hash: secrets.hash }),
  decide: (open, { attributes = {} }, { now }) => {
    if ('ok' in open) return open
    if (!open.connection) return refuse('not_found')
    const { id: connectionId, companyIds } = open.connection
    return accept(
      {
        save: { connections: [{ ...open.connection, attributes }], setUps: [{ ...open.setUp, changedAt: now }] },
        events: [{ type: 'connection.changed', connectionId, companyIds }],
      },
      {},
    )
  },
})

/** Turns the connection on, after a test sign-in of the past hour that would have worked, with these very settings. */
export const turnOn = defineCommand({
  name: 'set_ups.turn_on',
  input: z.object(whichSetUp),
  who: ['anyone'],
  load: async (tx, input, { now, secrets }) => {
    const open = await loadUnfinished(tx, input, { now, hash: secrets.hash })
    if ('ok' in open) return open
    const { connectionId, changedAt = now } = open.setUp
    const { rows } = await tx.signInTraces.page({ connectionId }, { limit: 1, newestFirst: true })
    const [latest] = rows
    const isRecent = latest && latest.at >= changedAt && latest.at > later(now, { hours: -1 })
    return { ...open, tested: isRecent && latest.outcome === 'tested' }
  },
  decide: (facts) => {
    if ('ok' in facts) return facts
    if (!facts.connection || !facts.tested) return refuse('test_sign_in_first')
    const { draft: _draft, ...connection } = facts.connection
    const { id: connectionId, companyIds } = connection
    return accept(
      {
        save: { connections: [connection] },
        events: [{ type: 'connection.changed', connectionId, companyIds }],
      },
      { id: connectionId },
    )
  },
})
