export interface Mail {
  /** Stable per message: a repeated send carries the same Message-ID, so that mailboxes show it once. */
  readonly key: string
  readonly to: { readonly name: string; readonly address: string }
  readonly language: 'nl' | 'en'
  readonly subject: string
  readonly text: string
  readonly html: string
}

export interface Mailer {
  /** `rejected`: the server will never take this mail. Throws when a later attempt may work. */
  send(mail: Mail): Promise<'accepted' | 'rejected'>
}
