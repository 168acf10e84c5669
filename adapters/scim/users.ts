import type { FoundOf } from '../../src/catalogue.ts'
import type { Resource } from './attribute.ts'
import { ask, type Call, idOf, run, sendList, sendResource, wantedVersion } from './call.ts'
import { ScimFault } from './fault.ts'
import { hintOf, listPage, readAsked } from './list.ts'
import { applyOperations, readOperations } from './patch.ts'
import { personInput } from './person-input.ts'
import { project, readProjection } from './project.ts'
import { readResource } from './read-resource.ts'
import { renderUser, tagOf } from './render.ts'
import { userType } from './schemas.ts'

type Person = FoundOf<'provisioning.show_person'>

const lookups = {
  userName: 'userName',
  externalId: 'externalId',
  displayName: 'displayName',
  'emails.value': 'email',
}

const send = (call: Call, status: number, person: Person): void =>
  sendResource(
    call,
    status,
    renderUser(person, call.root),
    person.provisioned.version,
    readProjection(call.request.query, userType),
  )

export const listUsers = async (call: Call): Promise<void> => {
  const { request, response, root, places } = call
  const asked = readAsked(request.query, userType)
  const projection = readProjection(request.query, userType)
  const { id, ...hint } = hintOf(asked.filter, lookups)
  const { rows, total } = await listPage(
    asked,
    async (after, limit) => {
      if (id !== undefined) return onePerson(call, id)
      const found = await ask(call, 'provisioning.find_people', { ...hint, after, limit })
      return { rows: found.people.map((person) => renderUser(person, root)), total: found.total, next: found.next }
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

const onePerson = async (call: Call, id: string): Promise<{ rows: Resource[]; total: number }> => {
  const outcome = await call.core.ask('provisioning.show_person', call.claim, { id })
  const rows = outcome.ok ? [renderUser(outcome.result, call.root)] : []
  return { rows, total: rows.length }
}

export const getUser = async (call: Call): Promise<void> =>
  send(call, 200, await ask(call, 'provisioning.show_person', { id: idOf(call) }))

export const addUser = async (call: Call): Promise<void> =>
  send(call, 201, await run(call, 'provisioning.add_person', personInput(readResource(call.request.body, userType))))

export const replaceUser = async (call: Call): Promise<void> => {
  const input = personInput(readResource(call.request.body, userType))
  const version = wantedVersion(call)
  send(
    call,
    200,
    await run(call, 'provisioning.change_person', {
      id: idOf(call),
      ...input,
      ...(version !== undefined && { version }),
    }),
  )
}

const attempts = 6

/** Read, changed and kept only if nobody else changed it since; else from the start, unless the caller named a version. */
export const patchUser = async (call: Call): Promise<void> => {
  const operations = readOperations(call.request.body)
  const wanted = wantedVersion(call)
  const id = idOf(call)
  for (let attempt = 1; ; attempt++) {
    const { provisioned } = await ask(call, 'provisioning.show_person', { id })
    const version = wanted ?? provisioned.version
    const input = personInput(applyOperations(provisioned.attributes, operations, userType))
    const outcome = await call.core.run('provisioning.change_person', call.claim, { id, version, ...input })
    if (!outcome.ok && outcome.code === 'changed_meanwhile' && wanted === undefined && attempt < attempts) continue
    return patched(
      call,
      outcome.ok ? outcome.result : await run(call, 'provisioning.change_person', { id, version, ...input }),
    )
  }
}

/** Without being asked for attributes, nothing but the entity tag (RFC 7644, section 3.5.2). */
const patched = (call: Call, person: Person): void => {
  if (call.request.query['attributes'] !== undefined) send(call, 200, person)
  else call.response.setHeader('ETag', tagOf(person.provisioned.version)).status(204).end()
}

export const removeUser = async (call: Call): Promise<void> => {
  const id = idOf(call)
  const version = wantedVersion(call)
  if (version !== undefined) {
    const { provisioned } = await ask(call, 'provisioning.show_person', { id })
    if (provisioned.version !== version) throw new ScimFault(412, 'This was changed meanwhile.')
  }
  await run(call, 'provisioning.remove_person', { id })
  call.response.status(204).end()
}
