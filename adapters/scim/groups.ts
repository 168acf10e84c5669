import type { FoundOf } from '../../src/catalogue.ts'
import type { Resource } from './attribute.ts'
import { ask, type Call, idOf, run, sendList, sendResource, wantedVersion } from './call.ts'
import type { Filter } from './filter.ts'
import { hintOf, listPage, readAsked } from './list.ts'
import { readOperations } from './patch.ts'
import { groupChange, memberIds } from './patch-group.ts'
import { isAsked, project, readProjection } from './project.ts'
import { readResource } from './read-resource.ts'
import { renderGroup, tagOf } from './render.ts'
import { groupType } from './schemas.ts'

type FoundGroup = FoundOf<'provisioning.show_group'>

const lookups = { displayName: 'displayName', externalId: 'externalId' }

const send = (call: Call, status: number, found: FoundGroup): void =>
  sendResource(
    call,
    status,
    renderGroup(found, call.root),
    found.group.version,
    readProjection(call.request.query, groupType),
  )

/** The group as the answer shows it; many members are read only when they are asked for. */
const show = (call: Call, id: string): Promise<FoundGroup> =>
  ask(call, 'provisioning.show_group', {
    id,
    members: isAsked(readProjection(call.request.query, groupType), 'members'),
  })

export const listGroups = async (call: Call): Promise<void> => {
  const { request, response, root, places } = call
  const asked = readAsked(request.query, groupType)
  const projection = readProjection(request.query, groupType)
  const members = isAsked(projection, 'members') || (asked.filter !== undefined && namesMembers(asked.filter))
  const { id, ...hint } = hintOf(asked.filter, lookups)
  const { rows, total } = await listPage(
    asked,
    async (after, limit) => {
      if (id !== undefined) return oneGroup(call, id)
      const found = await ask(call, 'provisioning.find_groups', { ...hint, members, after, limit })
      return { rows: found.groups.map((group) => renderGroup(group, root)), total: found.total, next: found.next }
    },
    places,
  )
  sendList(
    response,
    rows.map((row) => project(row, projection)),
    total,
    asked.startIndex,
  )
}

const namesMembers = (filter: Filter): boolean => {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.parts.some(namesMembers)
    case 'not':
      return namesMembers(filter.part)
    default:
      return filter.path.attribute?.name === 'members'
  }
}

const oneGroup = async (call: Call, id: string): Promise<{ rows: Resource[]; total: number }> => {
  const outcome = await call.core.ask('provisioning.show_group', call.claim, { id, members: true })
  const rows = outcome.ok ? [renderGroup(outcome.result, call.root)] : []
  return { rows, total: rows.length }
}

export const getGroup = async (call: Call): Promise<void> => send(call, 200, await show(call, idOf(call)))

const groupInput = (resource: Resource) => ({
  displayName: resource['displayName'],
  ...(resource['externalId'] !== undefined && { externalId: resource['externalId'] }),
})

export const addGroup = async (call: Call): Promise<void> => {
  const resource = readResource(call.request.body, groupType)
  const members = memberIds(resource['members'])
  const group = await run(call, 'provisioning.add_group', { ...groupInput(resource), members })
  send(call, 201, await show(call, group.id))
}

export const replaceGroup = async (call: Call): Promise<void> => {
  const resource = readResource(call.request.body, groupType)
  const version = wantedVersion(call)
  const { id } = await run(call, 'provisioning.change_group', {
    id: idOf(call),
    externalId: null,
    ...groupInput(resource),
    set: memberIds(resource['members']),
    ...(version !== undefined && { version }),
  })
  send(call, 200, await show(call, id))
}

/** Without being asked for attributes, nothing but the entity tag (RFC 7644, section 3.5.2). */
export const patchGroup = async (call: Call): Promise<void> => {
  const version = wantedVersion(call)
  const change = groupChange(readOperations(call.request.body))
  const input = { id: idOf(call), ...change, ...(version !== undefined && { version }) }
  const group = await run(call, 'provisioning.change_group', input)
  if (call.request.query['attributes'] !== undefined) return send(call, 200, await show(call, group.id))
  call.response.setHeader('ETag', tagOf(group.version)).status(204).end()
}

export const removeGroup = async (call: Call): Promise<void> => {
  await run(call, 'provisioning.remove_group', { id: idOf(call) })
  call.response.status(204).end()
}
