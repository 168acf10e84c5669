/** One call that somebody could make, as data: the same seed makes the same call. */
import fc from 'fast-check'
import { type Change, change, junkKey, junkText, junkValue } from './junk.ts'

export interface Route {
  readonly method: string
  readonly path: string
}

/** Whose cookies or tokens go along. */
export const callers = ['stranger', 'user', 'administrator', 'operator'] as const
export type Caller = (typeof callers)[number]

export type Body =
  | { readonly kind: 'none' }
  /** A form of the page at this address, with changes; made from fields when the page has none. */
  | { readonly kind: 'form' | 'multipart'; readonly fields: readonly (readonly [string, string])[] }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'xml'; readonly text: string }
  | { readonly kind: 'bytes'; readonly type: string; readonly bytes: Uint8Array }

export type Case =
  | {
      readonly by: 'http'
      /** Shares of the lists of routes and of known identifiers, which are known when it is played. */
      readonly route: number
      readonly method: string | undefined
      /** For each name in the path: something that is there, or this. */
      readonly params: readonly (string | undefined)[]
      readonly query: readonly (readonly [string, string])[]
      readonly headers: readonly (readonly [string, string])[]
      readonly caller: Caller
      readonly body: Body
      readonly network: number
    }
  /** Something that a chat once sent, changed, and signed by it. */
  | { readonly by: 'slack' | 'teams'; readonly sound: number; readonly changes: readonly Change[] }
  | { readonly by: 'slack-raw'; readonly type: string; readonly text: string }

const types = [
  'application/json',
  'application/scim+json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'text/xml',
  'application/json; charset=utf-16',
  'application/json; charset=klingon',
  'text/plain',
]

/** Fields that some use case or page reads. */
const knownField = fc.constantFrom(
  ...['_do', 'email', 'name', 'companyId', 'licenceId', 'licenceIds', 'userId', 'user', 'users', 'requests', 'reason'],
  ...['decision', 'number', 'role', 'language', 'locale', 'seats', 'until', 'expiresAt', 'domain', 'domains', 'after'],
  ...['query', 'q', 'limit', 'from', 'to', 'type', 'secret', 'returnTo', 'code', 'connectionId', 'workspaceId', 'list'],
  ...['metadataXml', 'metadataUrl', 'SAMLResponse', 'SAMLRequest', 'RelayState', 'SigAlg', 'Signature', 'subject'],
  ...[
    'resource',
    'action',
    'evaluations',
    'options',
    'context',
    'schemas',
    'userName',
    'emails',
    'Operations',
    'members',
  ],
  ...[
    'displayName',
    'externalId',
    'filter',
    'startIndex',
    'count',
    'attributes',
    'sortBy',
    'administrators',
    'standards',
  ],
  ...['free', 'freeRegistration', 'shown', 'companyWide', 'url', 'events', 'people', 'language', 'notices', 'payload'],
)
const field = fc.oneof({ weight: 5, arbitrary: knownField }, { weight: 1, arbitrary: junkKey })

/** Text that passes the first look, so that what comes after it is reached. */
const plausible = fc.constantFrom(
  ...['anna@acme.example', 'new@acme.example', 'Bouw', 'acme.example', '1', 'yes', 'nl', 'administrator', 'approve'],
  ...[
    '2027-01-01',
    'https://acme.example/hook',
    'NEN 1010',
    'R-ABCD',
    'userName eq "anna@acme.example"',
    'start',
    'save',
  ],
)
const text = fc.oneof({ weight: 1, arbitrary: plausible }, { weight: 2, arbitrary: junkText })
const fields = fc.array(fc.tuple(field, text), { maxLength: 8 })

const operation = fc.record(
  { op: fc.oneof(fc.constantFrom('add', 'Replace', 'remove'), junkText), path: text, value: junkValue },
  { requiredKeys: [] },
)
const json = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .array(fc.tuple(field, fc.oneof(plausible, junkValue)), { maxLength: 8 })
      .map((pairs) => Object.fromEntries(pairs)),
  },
  {
    weight: 1,
    arbitrary: fc.array(operation, { maxLength: 5 }).map((operations) => ({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: operations,
    })),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(text, text, text).map(([id, name, resource]) => ({
      subject: { type: 'user', id },
      action: { name },
      resource: { type: 'licence', id: resource },
    })),
  },
  { weight: 1, arbitrary: junkValue },
)

const xml = fc.oneof(
  fc.constantFrom(
    '<a/>',
    '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;&b;&b;">]><a>&d;</a>',
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    `${'<a>'.repeat(5000)}`,
    '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"/>',
    '<?xml version="1.0" encoding="utf-7"?><a/>',
  ),
  junkText.map((inner) => `<a b="${inner}">${inner}</a>`),
)

const body: fc.Arbitrary<Body> = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ kind: 'none' as const }) },
  { weight: 4, arbitrary: fields.map((made) => ({ kind: 'form' as const, fields: made })) },
  { weight: 1, arbitrary: fields.map((made) => ({ kind: 'multipart' as const, fields: made })) },
  { weight: 4, arbitrary: json.map((value) => ({ kind: 'json' as const, value })) },
  {
    weight: 1,
    arbitrary: xml.chain((made) =>
      fc.constantFrom<Body>(
        { kind: 'xml', text: made },
        { kind: 'form', fields: [['SAMLResponse', Buffer.from(made).toString('base64')]] },
        { kind: 'form', fields: [['metadataXml', made]] },
      ),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...types), fc.uint8Array({ maxLength: 200 }))
      .map(([type, bytes]) => ({ kind: 'bytes' as const, type, bytes })),
  },
)

const headerNames = [
  ...[
    'accept',
    'accept-language',
    'if-match',
    'if-none-match',
    'range',
    'origin',
    'referer',
    'x-forwarded-proto',
    'host',
  ],
  ...[
    'x-forwarded-host',
    'content-encoding',
    'x-request-id',
    'traceparent',
    'x-slack-retry-num',
    'x-http-method-override',
  ],
  ...['authorization', 'cookie', 'user-agent', 'x-slack-signature', 'x-slack-request-timestamp', 'expect'],
]
/** What HTTP lets into a header (RFC 9110, 5.5). */
const headerValue = fc.oneof(
  fc.constantFrom(
    '',
    '*',
    'gzip',
    '"0"',
    'W/"1"',
    'bytes=0-',
    'Bearer x',
    'toegang_session=%',
    'nl;q=x,,;',
    'a'.repeat(4000),
  ),
  fc.string({ maxLength: 30 }),
)

const http: fc.Arbitrary<Case> = fc.record({
  by: fc.constant('http' as const),
  route: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  method: fc.oneof(
    { weight: 8, arbitrary: fc.constant(undefined) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'),
    },
  ),
  params: fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: junkText }), {
    minLength: 3,
    maxLength: 3,
  }),
  query: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fields }),
  headers: fc.array(fc.tuple(fc.constantFrom(...headerNames), headerValue), { maxLength: 2 }),
  caller: fc.constantFrom<Caller>('stranger', 'user', 'administrator', 'administrator', 'operator'),
  body,
  network: fc.nat(0x3_ff),
})

const chat = (by: 'slack' | 'teams'): fc.Arbitrary<Case> =>
  fc.record({
    by: fc.constant(by),
    sound: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    changes: fc.array(change, { minLength: 1, maxLength: 4 }),
  })

const anyCase: fc.Arbitrary<Case> = fc.oneof(
  { weight: 12, arbitrary: http },
  { weight: 3, arbitrary: chat('slack') },
  { weight: 3, arbitrary: chat('teams') },
  {
    weight: 1,
    arbitrary: fc.record({
      by: fc.constant('slack-raw' as const),
      type: fc.constantFrom(...types),
      text: fc.oneof(
        junkText,
        junkValue.map((value) => JSON.stringify(value)),
        junkValue.map((value) => new URLSearchParams({ payload: JSON.stringify(value) }).toString()),
      ),
    }),
  },
)

/** So many calls; the same seed makes the same ones. */
export const casesOf = (seed: number, numRuns: number): Case[] => fc.sample(anyCase, { seed, numRuns })
