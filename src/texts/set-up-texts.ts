/** Identity providers with instructions of their own; others follow the general ones. */
export const guides = ['entra', 'okta', 'google', 'adfs', 'keycloak', 'simplesamlphp', 'other'] as const
export type Guide = (typeof guides)[number]

/** The words of setting up a connection: the pages that an IT department sees. */
export interface SetUpTexts {
  readonly title: (company: string) => string
  readonly openText: string
  readonly steps: readonly [ours: string, metadata: string, domain: string, test: string, on: string]
  readonly next: string
  readonly choose: string
  readonly guide: { readonly [G in Guide]: { readonly name: string; readonly steps: readonly string[] } }
  readonly oursText: string
  readonly metadataText: string
  readonly metadataFile: string
  readonly read: (entityId: string) => string
  readonly domainText: string
  readonly verified: string
  readonly testText: string
  readonly testStart: string
  readonly green: string
  readonly red: (code: string) => string
  readonly said: string
  readonly attributesText: string
  readonly attributeFor: { readonly email: string; readonly name: string; readonly groups: string }
  readonly usual: string
  readonly onText: string
  readonly isOn: string
  readonly isOnText: string
  readonly handOver: string
  readonly handOverText: string
  readonly linkTitle: string
  readonly linkText: (until: string) => string
  readonly draft: string
  readonly tryAgain: string
  readonly triedAgain: string
  readonly wouldWork: string
  /** Where in the product's own settings a remedy lies. */
  readonly place: (product: string) => string
}
