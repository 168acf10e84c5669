import type { Page } from '../fakes/browser.ts'

/** An identity provider that nobody here wrote, running on this machine with a configuration of its own. */
export interface Stranger {
  readonly name: string
  readonly metadataUrl: string
  /** The address of the one person who can sign in. */
  readonly email: string
  /** Where somebody starts without having been asked. */
  startUrl(entityId: string): string
  readonly logoutUrl: string
  /** Takes our metadata, as its administrator would; with `signed` it refuses requests without our signature. */
  trust(metadataXml: string, how?: { readonly encrypt?: boolean; readonly signed?: boolean }): Promise<void>
  /** Whether this page asks who it is. */
  asks(page: Page): boolean
  /** Fills in name and password; gives the page that carries the answer to us. */
  enter(page: Page): Promise<Page>
  /** Signs with a new key from now on, and shows it in the metadata. */
  rollOver(): Promise<void>
  close(): Promise<void>
}
