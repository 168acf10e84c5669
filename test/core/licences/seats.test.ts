import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { giveAccess } from '../../../src/licences/give-access.ts'
import { setSwitches } from '../../../src/licences/set-switches.ts'
import { finishRegistration } from '../../../src/users/finish-registration.ts'
import { inviteUsers } from '../../../src/users/invite-users.ts'
import { openWorld, refused, stranger, type World } from '../world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

describe('the seats of a licence that is company-wide for a while', () => {
  it('are as many as can be given, so that switching it off leaves no more grants than seats', async () => {
    const acme = await world.company('Acme', ['acme.example'])
    const admin = await world.user(acme, 'admin@acme.example', { role: 'administrator' })
    const { id: licenceId } = await world.licence(acme, 'Bouw', { seats: 1 })
    await world.must(setSwitches, admin.web, { licenceId, companyWide: true })
    await world.must(inviteUsers, admin.web, { emails: ['anna@acme.example'], licenceIds: [licenceId] })
    await world.must(giveAccess, admin.web, { user: admin.id, licenceId })
    const [letter] = await world.letters('anna@acme.example')
    const anna = await world.must(finishRegistration, stranger, { secret: letter?.secret, name: 'Anna' })
    expect(anna.full).toEqual(['Bouw'])
    expect(await world.run(giveAccess, admin.web, { user: anna.userId, licenceId })).toMatchObject(
      refused('no_seats_left', { licence: 'Bouw', seats: 1 }),
    )
    await world.must(setSwitches, admin.web, { licenceId, companyWide: false })
    expect(await world.rows('grants', { state: 'live' })).toMatchObject([{ userId: admin.id }])
  })
})
