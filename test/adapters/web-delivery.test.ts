import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sendAgain } from '../../src/trail/failed-messages.ts'
import { blockUser } from '../../src/users/block-user.ts'
import { inviteUsers } from '../../src/users/invite-users.ts'
import { openOutside } from '../core/chats.ts'
import { openWebWorld, type WebWorld } from './web-world.ts'

describe('the page of delivery', () => {
  let world: WebWorld
  let outside: ReturnType<typeof openOutside>
  let page: string
  type Person = Awaited<ReturnType<WebWorld['user']>>
  let administrator: Person
  let elsewhere: Person
  let reader: Person
  beforeAll(async () => {
    world = await openWebWorld()
    outside = openOutside(world)
    const companyId = await world.company('Acme', ['acme.example'])
    administrator = await world.user(companyId, 'beheer@acme.example', { role: 'administrator' })
    reader = await world.user(companyId, 'lezer@acme.example', { name: 'Lezer Vis' })
    const other = await world.company('Elders', ['elders.example'])
    elsewhere = await world.user(other, 'beheer@elders.example', { role: 'administrator' })
    page = `${world.url}/company/delivery`
  })
  afterAll(() => world.close())

  const failed = () => world.rows('outbox', { state: 'gave_up' })

  it('tells that all is well', async () => {
    const browser = await world.signedIn('beheer@acme.example')
    await outside.deliverAll()
    expect((await browser.open(page)).text).toContain('Alles is aangekomen.')
  })

  it('tells who could not be reached and why, to that company alone, and sends it again once', async () => {
    const browser = await world.signedIn('beheer@acme.example')
    await outside.deliverAll()
    outside.faults.push('rejected')
    await world.must(blockUser, administrator.web, { user: reader.id })
    await outside.deliverAll()
    const [message] = await failed()
    const shown = await browser.open(page)
    for (const words of ['Lezer Vis', 'De mailserver neemt dit adres niet aan.', 'per mail'])
      expect(shown.text).toContain(words)
    expect(shown.text).not.toContain('Alles is aangekomen.')

    const stranger = await world.signedIn('beheer@elders.example')
    expect((await stranger.open(page)).text).not.toContain('Lezer Vis')
    const messageIds = [message?.id ?? '']
    expect(await sendAgain.run(world.ports, elsewhere.web, { messageIds })).toMatchObject({ code: 'not_found' })
    expect(await failed()).toHaveLength(1)

    await outside.deliverAll()
    const before = outside.mailsTo('lezer@acme.example').length
    const done = await shown.submit('Opnieuw versturen')
    expect(done.text).toContain('Het bericht wordt opnieuw verstuurd.')
    expect(done.text).toContain('Alles is aangekomen.')
    expect((await shown.submit('Opnieuw versturen')).status).toBe(200)
    await outside.deliverAll()
    expect(outside.mailsTo('lezer@acme.example')).toHaveLength(before + 1)
    expect(await failed()).toEqual([])
    expect(await world.rows('audit', { type: 'delivery.repeated' })).toHaveLength(1)
  })

  it('leads from an invitation that was refused to the person, since its link is gone', async () => {
    outside.faults.push('rejected')
    await world.must(inviteUsers, administrator.web, { emails: ['nieuw@acme.example'] })
    await outside.deliverAll()
    const [invited] = await world.rows('users', { email: 'nieuw@acme.example' })
    const browser = await world.signedIn('beheer@acme.example')
    const shown = await browser.open(page)
    expect(shown.text).toContain('Uitnodiging')
    expect(shown.html).toContain(`/company/users/${invited?.id}`)
    const messageIds = (await failed()).map(({ id }) => id)
    expect(await sendAgain.run(world.ports, administrator.web, { messageIds })).toMatchObject({ code: 'not_found' })
  })

  it('is for administrators', async () => {
    await world.user((await world.rows('companies'))[0]?.id ?? '', 'uma@acme.example')
    const browser = await world.signedIn('uma@acme.example')
    expect((await browser.open(page)).status).toBe(403)
  })
})
