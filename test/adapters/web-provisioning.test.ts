import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWebWorld, type WebWorld } from './web-world.ts'

describe('the page of provisioning', () => {
  let world: WebWorld
  let at: string
  beforeAll(async () => {
    world = await openWebWorld()
    const companyId = await world.company('Acme', ['acme.example'])
    await world.user(companyId, 'beheer@acme.example', { role: 'administrator' })
    await world.user(companyId, 'lezer@acme.example')
    const { id } = await world.connection([companyId])
    at = `${world.url}/company/connections/${id}`
  })
  afterAll(() => world.close())

  it('shows a token once, keeps its hash alone, and ends it', async () => {
    const browser = await world.signedIn('beheer@acme.example')
    expect((await browser.open(at)).html).toContain('/provisioning')
    const page = await browser.open(`${at}/provisioning`)
    expect(await world.rows('provisioningTokens')).toEqual([])
    const shown = await page.submit('Sleutel maken')
    const [row] = await world.rows('provisioningTokens')
    const token = [...shown.html.matchAll(/<code>([\w-]{43})<\/code>/g)].map(([, code]) => code)[0]
    expect(world.ports.secrets.hash(token ?? '')).toBe(row?.secretHash)
    expect((await browser.open(`${at}/provisioning`)).html).not.toContain(token)
    await (await browser.open(`${at}/provisioning`)).submit('tokenId')
    expect(await world.rows('provisioningTokens')).toEqual([])
  })

  it('is for administrators', async () => {
    const browser = await world.signedIn('lezer@acme.example')
    expect((await browser.open(`${at}/provisioning`)).status).toBe(403)
  })
})
