/** Chapter 1: companies and domains. */
import { expect, it } from 'vitest'
import { operator, refused, stranger } from '../core/world.ts'
import { describeOnBothStores } from './both-stores.ts'

describeOnBothStores('companies and domains', (story) => {
  it('an administrator sees the domains, asks for another, and the operator answers', async () => {
    const { must, tries, ask, company, mailsTo } = story()
    const acme = await company('Acme', ['acme.example'])
    for (const claim of [acme.admin.web, stranger]) {
      expect(await tries('domains.allow', claim, { companyId: acme.id, domain: 'acme.test' })).toMatchObject({
        ok: false,
      })
      expect(await tries('domains.remove', claim, { companyId: acme.id, domain: 'acme.example' })).toMatchObject({
        ok: false,
      })
    }
    const { domains } = await ask('companies.show', acme.admin.web)
    expect(domains).toMatchObject([{ domain: 'acme.example', how: 'operator', state: 'verified' }])
  })
})
