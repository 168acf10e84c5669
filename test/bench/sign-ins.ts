/** Sign-ins through an identity provider: the whole way from the POST to a session, and what they leave for the chats. */
import { inflateRawSync } from 'node:zlib'
import { SAML, ValidateInResponseTo } from '@node-saml/node-saml'
import { readIdpMetadata } from '../../adapters/saml/metadata.ts'
import { type IdpFake, openIdpFake } from '../fakes/idp.ts'
import { type Bench, compared, load } from './bench.ts'
import { exchange, send } from './http.ts'
import { companyId } from './seed.ts'
import { operatorHeaders, type Served, slash, withServed } from './served.ts'

/** A browser on its way back from the identity provider. */
export interface Return {
  readonly cookie: string
  readonly form: string
  readonly response: string
}

const sentTo = (response: Response): URL => new URL(response.headers.get('location') ?? '')

/** People who were never here before, each with a signed response in hand; `from` is the number of the first. */
export const returning = async (
  { url }: Served,
  idp: IdpFake,
  connection: string,
  count: number,
  from = 0,
): Promise<readonly Return[]> => {
  const returns: Return[] = []
  for (let index = from; index < from + count; index++) {
    const asked = await fetch(`${url}/saml/${connection}/login`, { redirect: 'manual' })
    const { searchParams } = sentTo(asked)
    const request = inflateRawSync(Buffer.from(searchParams.get('SAMLRequest') ?? '', 'base64')).toString()
    const attribute = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(request)?.[1] ?? ''
    const xml = idp.respond({
      user: { nameId: `sso-${index}`, name: `New ${index}`, email: `new${index}@bench.example` },
      acsUrl: attribute('AssertionConsumerServiceURL'),
      audience: /Issuer[^>]*>([^<]*)</.exec(request)?.[1] ?? '',
      inResponseTo: attribute('ID'),
    })
    const response = Buffer.from(xml).toString('base64')
    const fields = { SAMLResponse: response, RelayState: searchParams.get('RelayState') ?? '' }
    const cookie = asked.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
    returns.push({ cookie, response, form: new URLSearchParams(fields).toString() })
  }
  return returns
}

/** Posts the response and follows with the browser's cookie, until there is a session. */
export const signIn = async ({ url }: Served, connection: string, { cookie, form }: Return): Promise<void> => {
  const posted = await exchange(`${url}/saml/${connection}/acs`, {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form,
  })
  const finished = await exchange(new URL(posted.headers.location ?? '', url).href, {
    method: 'GET',
    headers: { cookie },
  })
  if (!finished.headers['set-cookie']?.some((line) => line.startsWith('toegang_session=')))
    throw new Error(`no session: ${posted.status}, ${finished.status} ${finished.text}`)
}

export const connected = async (served: Served, idp: IdpFake): Promise<string> => {
  const answer = await send(
    `${served.url}/operator/v1/companies/${companyId}/connections`,
    { headers: operatorHeaders, body: JSON.stringify({ metadataUrl: idp.metadataUrl }) },
    201,
  )
  return (JSON.parse(answer) as { id: string }).id
}

const people = 4000

const durable: Bench = {
  name: 'sign-in: POST to the ACS until the session, user provisioned and durable',
  against: 'bare node-saml validation of the same responses',
  run: () =>
    withServed(async (served) => {
      const idp = await openIdpFake({ users: [] })
      const connection = await connected(served, idp)
      const returns = await returning(served, idp, connection, people)
      const next = (index: number): Return => returns[index % people] as Return
      const read = readIdpMetadata(idp.metadata(), new Date(), { allowLoopback: true })
      if (!read.ok) throw new Error(read.code)
      const bare = new SAML({
        idpCert: read.certificates.map(({ pem }) => pem),
        callbackUrl: `${served.url}/saml/${connection}/acs`,
        issuer: served.url,
        audience: false,
        wantAuthnResponseSigned: false,
        validateInResponseTo: ValidateInResponseTo.never,
      })
      const ours = await load((index) => signIn(served, connection, next(index)), {
        atOnce: 16,
        seconds: 5,
        warmUp: 4,
      })
      const against = await load((index) => bare.validatePostResponseAsync({ SAMLResponse: next(index).response }), {
        atOnce: 1,
      })
      await idp.close()
      return [compared('sign-ins', 'a second', [ours.rate, against.rate], { least: 0.9 })]
    }),
}

const nineOClock: Bench = {
  name: 'chat acks while people sign in as fast as they can',
  against: 'idle acks',
  run: () =>
    withServed(async (served) => {
      const idp = await openIdpFake({ users: [] })
      const connection = await connected(served, idp)
      const returns = await returning(served, idp, connection, people)
      const help = { text: 'help', slackApi: served.slackApi }
      const ack = (index: number) => slash(served.url, help, index)
      const calm = { atOnce: 1, seconds: 3, warmUp: 1 }
      const idle = await load(ack, calm)
      let index = 0
      let open = true
      const signingIn = Promise.all(
        Array.from({ length: 8 }, async () => {
          while (open && index < people) await signIn(served, connection, returns[index++] as Return)
        }),
      )
      const busy = await load(ack, calm)
      open = false
      await signingIn
      await idp.close()
      return [compared('acks, slowest hundredth', 'ms', [busy.p99, idle.p99], { most: 3 })]
    }),
}

export const signIns = [durable, nineOClock]
