/** What a company may choose about being told: a digest, and quiet hours. */
import { expect, it } from 'vitest'
import { operator } from '../core/world.ts'
import { describeOnBothStores } from './both-stores.ts'
import { inChat, type Story } from './story.ts'

const setUp = async (story: Story) => {
  const { id, admin } = await story.company('Acme', ['acme.example'])
  const second = await story.invite(admin, 'tweede@acme.example', { role: 'administrator' })
  const anna = await story.invite(admin, 'anna@acme.example')
  const licence = await story.licence(id, 'Bouw')
  const asks = () => story.must('requests.ask_access', anna.web, { licenceId: licence.id })
  const asksStandard = (number: string) => story.must('requests.ask_standard', anna.web, { number })
  return { companyId: id, licenceId: licence.id, admin, second, anna, asks, asksStandard }
}
const subjects = (mails: readonly string[]) => mails.map((mail) => mail.split('\n')[0])

describeOnBothStores('a company that wants a digest', (story) => {
  it('mails its administrators once a day about all that waits, and not about each request', async () => {
    const { must, pass, mailsTo } = story()
    const { admin, second, anna, asks, asksStandard } = await setUp(story())
    await must('companies.change', admin.web, { digest: true })
    const before = mailsTo(admin.email).length
    const { reference } = await asks()
    await asksStandard('NEN 1010')
    expect(mailsTo(admin.email)).toHaveLength(before)
    expect(subjects(mailsTo(anna.email)).at(-1)).toContain('is verstuurd')

    await pass({ days: 1 })
    await pass({ minutes: 1 })
    for (const { email } of [admin, second]) {
      const digests = mailsTo(email).filter(
        (mail) => mail.includes('wachten op een besluit') || mail.includes('Er wachten 2'),
      )
      expect(digests).toHaveLength(1)
      expect(digests[0]).toContain(`${reference}: `)
      expect(digests[0]).toContain('anna')
    }
    expect(mailsTo(anna.email).join()).not.toContain('Er wachten')

    await pass({ days: 1 })
    expect(subjects(mailsTo(admin.email)).filter((subject) => subject?.startsWith('Er wachten 2'))).toHaveLength(2)
  })

  it('sends none when nothing waits, and none after it is switched off', async () => {
    const { must, pass, mailsTo, world } = story()
    const { companyId, admin, anna, licenceId } = await setUp(story())
    await must('companies.change', admin.web, { digest: true })
    await pass({ days: 1 })
    expect(await world.events('requests.waiting')).toEqual([])
    await must('companies.change', operator, { companyId, digest: false })
    await must('requests.ask_access', await world.signIn({ id: anna.id, companyId }), { licenceId })
    expect((await world.row('companies', companyId))?.digestAt).toBeUndefined()
    const before = mailsTo(admin.email).length
    await pass({ days: 1 })
    expect(subjects(mailsTo(admin.email)).slice(before)).toEqual([])
  })
})

describeOnBothStores('a company with quiet hours', (story) => {
  // The story begins on a Monday, at ten in the morning.
  it('tells its people in the morning what can wait, and at once what they did themselves', async () => {
    const { must, pass, mailsTo, postsTo, connect, confirm, world } = story()
    const { companyId, admin, anna, licenceId } = await setUp(story())
    await connect(admin, 'slack')
    await confirm(admin, inChat('slack', 'U-ADMIN', admin.email))
    await confirm(anna, inChat('slack', 'U-ANNA', anna.email))
    await must('companies.change', admin.web, { quietFrom: '18:00', quietTo: '8.00' })
    await pass({ hours: 9 })
    const before = mailsTo(admin.email).length
    const web = await world.signIn({ id: anna.id, companyId })
    const { reference } = await must('requests.ask_access', web, { licenceId })
    expect(subjects(mailsTo(anna.email)).at(-1)).toContain(reference)
    expect(postsTo({ accountId: 'U-ANNA' }).join()).toContain(reference)
    expect(mailsTo(admin.email)).toHaveLength(before)
    expect(postsTo({ accountId: 'U-ADMIN' }).join()).not.toContain(reference)

    await pass({ hours: 12 })
    expect(mailsTo(admin.email)).toHaveLength(before)
    await pass({ hours: 1, minutes: 1 })
    expect(subjects(mailsTo(admin.email)).slice(before)).toEqual([`Nieuwe aanvraag ${reference}`])
    expect(postsTo({ accountId: 'U-ADMIN' }).join()).toContain(reference)
  })

  it('says nothing afterwards about what was settled meanwhile', async () => {
    const { must, pass, mailsTo, postsTo, connect, confirm } = story()
    const { admin, second, anna, asks } = await setUp(story())
    await connect(admin, 'slack')
    await confirm(second, inChat('slack', 'U-SECOND', second.email))
    await must('companies.change', admin.web, { quietFrom: '9:00', quietTo: '18:00' })
    const before = mailsTo(second.email).length
    const { id, reference } = await asks()
    await must('requests.decide', admin.web, { requests: [id], verdict: 'approved' })
    await pass({ hours: 9 })
    expect(mailsTo(second.email)).toHaveLength(before)
    expect(postsTo({ accountId: 'U-SECOND' }).join()).not.toContain(reference)
    expect(subjects(mailsTo(anna.email)).at(-1)).toBe(`Je aanvraag ${reference} is goedgekeurd`)
  })

  it('never waits with an invitation, and refuses half an interval', async () => {
    const { must, tries, mailsTo } = story()
    const { admin } = await setUp(story())
    for (const half of [{ quietFrom: '22:00' }, { quietTo: '22:00' }, { quietFrom: '22:00', quietTo: '22:00' }])
      expect(await tries('companies.change', admin.web, half)).toMatchObject({ code: 'quiet_hours_incomplete' })
    expect(await tries('companies.change', admin.web, { quietFrom: '25:00', quietTo: '7' })).toMatchObject({
      code: 'invalid_input',
    })
    await must('companies.change', admin.web, { quietFrom: '9:00', quietTo: '18:00' })
    await must('users.invite', admin.web, { emails: ['bob@acme.example'] })
    expect(mailsTo('bob@acme.example')).toHaveLength(1)
  })
})
