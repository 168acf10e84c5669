import type { Attack } from './case.ts'
import { make, user } from './stage.ts'
import { cut, cutFirst, swap, unsigned } from './surgery.ts'

const forge = (xml: string): string =>
  swap(unsigned(xml), user.nameId, 'administrator@acme.example').replace(/ ID="[^"]*"/g, ' ID="_forged"')

const signedResponse = () => make({ sign: 'response', responseId: '_response', assertionId: '_assertion' })
const signedAssertion = () => make({ sign: 'assertion', responseId: '_response', assertionId: '_assertion' })

/** A forged assertion, made of the signed one, and the message around it. */
const parts = () => {
  const message = signedAssertion()
  const assertion = cut(message, 'saml:Assertion')
  const signature = cutFirst(message, 'ds:Signature')
  const forged = forge(assertion)
  const around = (inside: string) => swap(message, assertion, inside)
  return { message, assertion, signature, forged, around }
}
const issuerEnd = '</saml:Issuer>'
const afterIssuer = (xml: string, more: string) => swap(xml, issuerEnd, `${issuerEnd}${more}`)
const inSignature = (signature: string, more: string) => swap(signature, '</ds:Signature>', `${more}</ds:Signature>`)
const concealed = (place: string, open: string, close: string): Attack => ({
  row: 'S2',
  name: `the signed assertion concealed in ${place}, a forged one where readers look`,
  code: 'sig.wrapping',
  attack: () => {
    const { assertion, forged, around } = parts()
    const hidden = `${open}${assertion}${close}`
    const message = around(forged)
    if (place === 'Advice') return { xml: swap(message, '</saml:Conditions>', `</saml:Conditions>${hidden}`) }
    if (place === 'StatusDetail') return { xml: swap(message, '</samlp:Status>', `${hidden}</samlp:Status>`) }
    return { xml: swap(message, '<samlp:Status>', `${hidden}<samlp:Status>`) }
  },
  sibling: () => ({ xml: signedAssertion() }),
})

const response = (name: string, change: (original: string, signature: string, forged: string) => string): Attack => ({
  row: 'S1',
  name,
  code: 'sig.wrapping',
  attack: () => {
    const message = signedResponse()
    const signature = cutFirst(message, 'ds:Signature')
    const original = unsigned(message)
    const forged = swap(original, user.nameId, 'administrator@acme.example')
      .replace('"_response"', '"_forged_response"')
      .replace('"_assertion"', '"_forged_assertion"')
    return { xml: change(original, signature, forged) }
  },
  sibling: () => ({ xml: signedResponse() }),
})

const assertion = (name: string, change: (all: ReturnType<typeof parts>) => string): Attack => ({
  row: 'S1',
  name,
  code: 'sig.wrapping',
  attack: () => ({ xml: change(parts()) }),
  sibling: () => ({ xml: signedAssertion() }),
})

/** XSW1 to XSW8 as Somorovsky and others number them, and the places where a signed assertion was found concealed. */
export const wrapping: readonly Attack[] = [
  response('XSW1: a forged Response around the signed one inside its Signature', (original, signature, forged) =>
    afterIssuer(forged, inSignature(signature, original)),
  ),
  response('XSW2: a forged Response with the signed one before a detached Signature', (original, signature, forged) =>
    afterIssuer(forged, original + signature),
  ),
  assertion('XSW3: a forged assertion before the signed one', ({ around, forged, assertion }) =>
    around(forged + assertion),
  ),
  assertion('XSW3: a forged assertion after the signed one', ({ around, forged, assertion }) =>
    around(assertion + forged),
  ),
  assertion('XSW4: the signed assertion inside a forged one', ({ around, forged, assertion }) =>
    around(swap(forged, '</saml:Assertion>', `${assertion}</saml:Assertion>`)),
  ),
  assertion(
    'XSW5: the signature in a forged assertion, its original after it',
    ({ around, forged, assertion, signature }) => around(afterIssuer(forged, signature) + unsigned(assertion)),
  ),
  assertion(
    'XSW6: the original inside the signature inside a forged assertion',
    ({ around, forged, assertion, signature }) =>
      around(afterIssuer(forged, inSignature(signature, unsigned(assertion)))),
  ),
  assertion('XSW7: a forged assertion in Extensions', ({ message, forged }) =>
    swap(message, '<samlp:Status>', `<samlp:Extensions>${forged}</samlp:Extensions><samlp:Status>`),
  ),
  assertion(
    'XSW8: the original in an Object of the signature of a forged assertion',
    ({ around, forged, assertion, signature }) =>
      around(afterIssuer(forged, inSignature(signature, `<ds:Object>${unsigned(assertion)}</ds:Object>`))),
  ),
  concealed('Extensions', '<samlp:Extensions>', '</samlp:Extensions>'),
  concealed('StatusDetail', '<samlp:StatusDetail>', '</samlp:StatusDetail>'),
  concealed('Advice', '<saml:Advice>', '</saml:Advice>'),
]
