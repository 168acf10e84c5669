import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { companyFigures } from '../../../src/companies/company-figures.ts'
import { decideRequests } from '../../../src/requests/decide-requests.ts'
import { openWorld, type World } from '../world.ts'

describe('the figures of a company', () => {
  let world: World
  beforeEach(async () => {
    world = await openWorld()
  })
  afterEach(() => world.close())

  const figuresFor = async (person: Awaited<ReturnType<World['user']>>) => {
    const outcome = await companyFigures.run(world.ports, person.web, {})
    if (!outcome.ok) throw new Error(outcome.code)
    return outcome.result
  }

  it('count requests by week and find the middle of how long decisions took, in this company alone', async () => {
    const companyId = await world.company('Acme', ['acme.example'])
    const ada = await world.user(companyId, 'ada@acme.example', { role: 'administrator' })
    const other = await world.company('Elders', ['elders.example'])
    const eve = await world.user(other, 'eve@elders.example', { role: 'administrator' })
    const licence = await world.licence(companyId, 'Bouw')
    expect(await figuresFor(ada)).toMatchObject({ medianHours: undefined })
    for (const [index, hours] of [1, 3, 40].entries()) {
      const person = await world.user(companyId, `p${index}@acme.example`)
      const { reference } = await world.ask(person, licence)
      world.wait({ hours })
      await world.must(decideRequests, ada.web, { requests: [reference], verdict: 'approved' })
    }
    world.wait({ days: 8 })
    await world.ask(await world.user(companyId, 'laat@acme.example'), licence)
    const figures = await figuresFor(ada)
    expect(figures.medianHours).toBe(3)
    expect(figures.requests.map(({ count }) => count)).toEqual([0, 0, 0, 0, 0, 0, 3, 1])
    expect(figures.signIns).toEqual([
      { how: 'assertion', count: 0 },
      { how: 'link', count: 0 },
      { how: 'registration', count: 0 },
    ])
    const elsewhere = await figuresFor(eve)
    expect(elsewhere.medianHours).toBeUndefined()
    expect(elsewhere.requests.every(({ count }) => count === 0)).toBe(true)
  })

  it('are for administrators', async () => {
    const companyId = await world.company('Acme', ['acme.example'])
    const anna = await world.user(companyId, 'anna@acme.example')
    expect(await companyFigures.run(world.ports, anna.web, {})).toMatchObject({ ok: false, code: 'not_allowed' })
  })
})
