import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWebWorld, type WebWorld } from './web-world.ts'

describe('the figures on the home page', () => {
  let world: WebWorld
  beforeAll(async () => {
    world = await openWebWorld()
    const companyId = await world.company('Acme', ['acme.example'])
    await world.user(companyId, 'beheer@acme.example', { role: 'administrator' })
    await world.user(companyId, 'lezer@acme.example')
    await world.licence(companyId, 'Bouw <b>', { seats: 7 })
  })
  afterAll(() => world.close())

  it('are drawn here, without script or style of their own, and told in a table too', async () => {
    const { html, text } = await (await world.signedIn('beheer@acme.example')).open(world.url)
    for (const words of ['Aanvragen per week', 'Plaatsen in gebruik', 'Hoe de laatste mensen inlogden'])
      expect(text).toContain(`${words} als tabel`)
    expect(html.match(/<svg /g)).toHaveLength(3)
    expect(html).toContain('<th scope="row">Bouw &lt;b&gt;</th>')
    expect(html).toContain('<th scope="row">met een link per mail</th><td>1</td>')
    expect(html).not.toMatch(/<script| style=|<style|NaN/)
  })

  it('are not for others', async () => {
    expect((await (await world.signedIn('lezer@acme.example')).open(world.url)).html).not.toContain('<svg')
  })
})
