import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { type Instant, later } from '../kernel/instant.ts'
import { refuse } from '../kernel/refusal.ts'
import type { ReadTx } from '../ports/store.ts'
import { chooseBreakGlass, loadManaged } from './break-glass.ts'
import { nextNotice } from './certificate-notice.ts'
import type { Connection } from './connection.ts'
import { loadUse, mayKnow, notOwn, whichConnection } from './connection-in-use.ts'
import {
  connectionSettings,
  groupRules,
  identityProvider,
  metadataAddress,
  metadataSource,
} from './connection-input.ts'
import { areLicencesOf } from './group-mapping.ts'
import { metadataDue } from './refresh-metadata.ts'
import type { Session } from './session.ts'

const testHours = 1

/**
 * Changes a connection. Making it mandatory takes an administrator's successful sign-in through it in the past hour and leaves each
 * company a break-glass administrator; sessions made by a link end then. With another identity provider (another entity identifier)
 * its people are strangers again: their identities and sessions end, and it is mandatory no longer until it is tested anew.
 */
export const changeConnection = defineCommand({
  name: 'connections.change',
  input: z.object({
    ...whichConnection,
    identityProvider: identityProvider.optional(),
    ...metadataSource,
    metadataUrl: metadataAddress.nullable().optional(),
    /** All rules; an empty list ends the mapping. What it gave is taken away as people sign in. */
    mapping: groupRules.optional(),
    ...connectionSettings,
  }),
  who: ['administrator', 'operator'],
  load: async (tx, { connectionId, sharedWith, required, mapping }) => {
    const connection = await tx.connections.get(connectionId)
    const asked = connection
      ? [...new Set(sharedWith ? [...connection.companyIds.slice(0, 1), ...sharedWith] : connection.companyIds)]
      : []
    const managed = await loadManaged(tx, asked)
    return {
      connection,
      managed,
      complete: managed.length === asked.length && (await areLicencesOf(tx, mapping, asked)),
      ...(await loadUse(tx, connectionId)),
      byLink: required && !connection?.required ? await linkSessions(tx, asked) : [],
    }
  },
  decide: (facts, input, { actor, now }) => {
    const { connection, managed, complete, identities, sessions, byLink } = facts
    if (!connection || !mayKnow(connection, input.companyId, actor)) return refuse('not_found')
    const shared = notOwn(connection, actor)
    if (shared) return shared
    if (actor.kind === 'user' && input.sharedWith) return refuse('not_allowed')
    if (!complete) return refuse('not_found')
    const moved =
      input.identityProvider !== undefined && input.identityProvider.entityId !== connection.identityProvider.entityId
    if (input.required && !connection.required && (moved || !isTested(connection, now)))
      return refuse('test_sign_in_first')
    const required = moved ? false : (input.required ?? connection.required)
    const breakGlass = required ? chooseBreakGlass(managed, input.breakGlass, now) : []
    if ('ok' in breakGlass) return breakGlass
    const companyIds = managed.map(({ company }) => company.id)
    const { testedAt, metadataUrl, metadataReadAt, ...known } = connection
    const { metadataDueAt, metadataFault, certificateNoticeAt, signRequests, forceAuthn, encryption, ...rest } = known
    const address = input.metadataUrl === undefined ? metadataUrl : (input.metadataUrl ?? undefined)
    const readAt = input.identityProvider ? now : metadataReadAt
    const changed: Connection = {
      ...rest,
      companyIds,
      ...(input.identityProvider && { identityProvider: input.identityProvider }),
      ...(address && { metadataUrl: address }),
      ...(address && readAt && { metadataReadAt: readAt }),
      // What was read by hand just now is good for a while; another address without a reading is read at once.
      ...(address && {
        metadataDueAt: input.identityProvider ? metadataDue(now, input.cacheSeconds) : (metadataDueAt ?? now),
      }),
      ...(!input.identityProvider && metadataFault && { metadataFault }),
      ...(input.identityProvider
        ? nextNotice(input.identityProvider, now)
        : certificateNoticeAt && { certificateNoticeAt }),
      ...((input.signRequests ?? signRequests) && { signRequests: true }),
      ...((input.forceAuthn ?? forceAuthn) && { forceAuthn: true }),
      ...encrypted(input.encryption ?? encryption),
      ...(testedAt && !moved && { testedAt }),
      attributes: input.attributes ?? connection.attributes,
      ...((input.mapping ?? connection.mapping) && { mapping: input.mapping ?? connection.mapping }),
      required,
      idpInitiated: input.idpInitiated ?? connection.idpInitiated,
      provisioning: input.provisioning ?? connection.provisioning,
    }
    const ended = sessions.filter((session) => moved || !companyIds.includes(session.companyId))
    const spared = managed
      .flatMap(({ administrators }) => administrators.filter((user) => user.breakGlass))
      .concat(breakGlass)
    const endedByLink = byLink.filter((session) => !spared.some((user) => user.id === session.userId))
    return accept(
      {
        save: { connections: [changed], users: breakGlass },
        remove: {
          identities: moved ? identities.map((identity) => identity.id) : [],
          groupMembers: moved ? facts.groupMembers.map((member) => member.id) : [],
          groups: moved ? facts.groups.map((group) => group.id) : [],
          provisioningTokens: moved ? facts.provisioningTokens.map((token) => token.id) : [],
          sessions: [...ended, ...endedByLink].map((session) => session.id),
        },
        events: [
          {
            type: 'connection.changed',
            connectionId: connection.id,
            companyIds: [...new Set([...connection.companyIds, ...companyIds])],
          },
        ],
      },
      { id: connection.id },
    )
  },
})

const encrypted = (encryption: 'off' | Connection['encryption']): Pick<Connection, 'encryption'> =>
  encryption && encryption !== 'off' ? { encryption } : {}

const isTested = ({ testedAt, draft }: Connection, now: Instant): boolean =>
  !draft && testedAt !== undefined && testedAt > later(now, { hours: -testHours })

const linkSessions = async (tx: ReadTx, companyIds: readonly string[]): Promise<Session[]> =>
  (await Promise.all(companyIds.map((companyId) => tx.sessions.list({ companyId }))))
    .flat()
    .filter(({ how }) => how !== 'assertion')
