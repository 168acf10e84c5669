/** Inviting with a list from a spreadsheet: seen line by line first, then sent a part at a time. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openWebWorld, type WebWorld } from './web-world.ts'

let web: WebWorld
beforeEach(async () => {
  web = await openWebWorld()
  const company = await web.company('Acme', ['acme.example'])
  await web.user(company, 'ada@acme.example', { role: 'administrator', name: 'Ada' })
})
afterEach(() => web.close())

const open = async () => (await web.signedIn('ada@acme.example')).open(`${web.url}/company/users/invite/list`)
const invited = async () => (await web.rows('users', { status: 'invited' })).map(({ email }) => email)

it('shows what would come of each line, and invites nobody before the button', async () => {
  const preview = await (await open()).submit('pasted', {
    pasted: 'sanne@acme.example; Sanne Jansen\nwrong\nada@acme.example\nx@elsewhere.example\nsanne@acme.example',
  })
  expect(preview.status).toBe(200)
  expect(preview.text).toContain('1 persoon krijgt een uitnodiging, 4 regels worden overgeslagen')
  expect(preview.text).toContain('is al gebruiker')
  expect(await invited()).toEqual([])
  const done = await preview.submit('csv')
  expect(done.status).toBe(200)
  expect(await invited()).toEqual(['sanne@acme.example'])
  expect(done.text).toContain('x@elsewhere.example')
})

it('goes on where it was, as far as everybody is invited', async () => {
  const people = Array.from({ length: 230 }, (_, index) => `p${index}@acme.example`)
  let page = await (await open()).submit('pasted', { pasted: people.join('\n') })
  page = await page.submit('csv')
  expect(page.text).toContain('100 van 230')
  page = await page.submit('csv')
  page = await page.submit('csv')
  expect(page.url).toContain('/company/users')
  expect(await invited()).toHaveLength(230)
})

it('says that a list is empty, and asks again', async () => {
  const page = await (await open()).submit('pasted', { pasted: '  ' })
  expect(page.status).toBe(422)
  expect(page.text).toContain('Er staat niemand in deze lijst')
})
