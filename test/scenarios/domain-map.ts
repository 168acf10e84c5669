/** The rules of the domain, sentence by sentence, with the tests that would break without each. */
import { access } from './domain-map/access.ts'
import { chatIdentity } from './domain-map/chat-identity.ts'
import { companies } from './domain-map/companies.ts'
import { registering } from './domain-map/registering.ts'
import { requests } from './domain-map/requests.ts'
import type { Chapter } from './domain-map/rule.ts'
import { singleSignOn } from './domain-map/single-sign-on.ts'
import { trail } from './domain-map/trail.ts'
import { product, words } from './domain-map/words.ts'

export const domainMap: readonly Chapter[] = [
  product,
  words,
  companies,
  registering,
  access,
  requests,
  chatIdentity,
  singleSignOn,
  trail,
]
