import * as z from 'zod'
import { companyOf } from '../companies/company-of.ts'
import { accept, defineCommand } from '../kernel/command.ts'
import { id } from '../kernel/input.ts'
import { refuse } from '../kernel/refusal.ts'
import { chooseBreakGlass, loadManaged } from './break-glass.ts'
import { nextNotice } from './certificate-notice.ts'
import type { Connection } from './connection.ts'
import { connectionSettings, identityProvider, metadataSource } from './connection-input.ts'
import { metadataDue } from './refresh-metadata.ts'

/**
 * Connects a company to its identity provider. The operator can share it among companies that agreed to that, and make it mandatory
 * from the start; an administrator connects the own company, and makes it mandatory after a test sign-in.
 */
export const addConnection = defineCommand({
  name: 'connections.add',
  input: z.object({
    /** The operator says for which company; an administrator's own goes without saying. */
    companyId: id.optional(),
    identityProvider,
    ...metadataSource,
    ...connectionSettings,
  }),
  who: ['administrator', 'operator'],
  load: async (tx, { companyId, sharedWith = [] }, { actor }) => {
    const asked = new Set([companyOf(actor, companyId), ...sharedWith])
    const managed = await loadManaged(tx, [...asked])
    return { managed, complete: managed.length === asked.size }
  },
  decide: ({ managed, complete }, input, { actor, now, newId }) => {
    if (actor.kind === 'user' && input.companyId && input.companyId !== actor.company.id) return refuse('not_found')
    if (actor.kind === 'user' && input.sharedWith) return refuse('not_allowed')
    if (actor.kind === 'user' && input.required) return refuse('test_sign_in_first')
    if (!complete) return refuse('not_found')
    const breakGlass = input.required ? chooseBreakGlass(managed, input.breakGlass, now) : []
    if ('ok' in breakGlass) return breakGlass
    const companyIds = managed.map(({ company }) => company.id)
    const connection: Connection = {
      id: newId(),
      companyIds,
      identityProvider: input.identityProvider,
      ...(input.metadataUrl && {
        metadataUrl: input.metadataUrl,
        metadataReadAt: now,
        metadataDueAt: metadataDue(now, input.cacheSeconds),
      }),
      ...nextNotice(input.identityProvider, now),
      attributes: input.attributes ?? {},
      required: input.required ?? false,
      idpInitiated: input.idpInitiated ?? false,
      provisioning: input.provisioning ?? true,
      ...(input.signRequests && { signRequests: true }),
      ...(input.forceAuthn && { forceAuthn: true }),
      ...(input.encryption && input.encryption !== 'off' && { encryption: input.encryption }),
      createdAt: now,
    }
    return accept(
      {
        save: { connections: [connection], users: breakGlass },
        events: [{ type: 'connection.added', connectionId: connection.id, companyIds }],
      },
      { id: connection.id },
    )
  },
})
