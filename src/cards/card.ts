/**
 * A message that no channel owns. The core makes it in the reader's language; Slack, Teams, the portal and the terminal turn
 * it into their own markup and add nothing. All text is plain: markup in it is text.
 */
export interface Card {
  readonly tone: 'plain' | 'good' | 'bad' | 'waiting'
  readonly title: string
  readonly text?: readonly string[]
  readonly facts?: readonly Fact[]
  /** A list, each item with its own facts and actions. */
  readonly items?: readonly CardItem[]
  readonly actions?: readonly Action[]
  /** For a request's card: what a platform needs to keep its copies apart. */
  readonly about?: { readonly requestId: string; readonly version: number }
}

export interface Fact {
  readonly label: string
  readonly value: string
}

export interface CardItem {
  readonly title: string
  readonly text?: string
  readonly facts?: readonly Fact[]
  readonly actions?: readonly Action[]
}

/** A value that travels through a button and back. */
export type Input = { readonly [name: string]: string | number | boolean | readonly string[] | undefined }

export type Action =
  /** Runs a command or query; the answer is a card. */
  | {
      readonly kind: 'run'
      readonly label: string
      readonly name: string
      readonly input: Input
      readonly style?: 'primary' | 'danger'
      /** Asked before it runs. */
      readonly confirm?: string
    }
  /** Opens the form of a command, filled in as far as `input` goes. */
  | {
      readonly kind: 'form'
      readonly label: string
      readonly name: string
      readonly input: Input
      readonly style?: 'primary' | 'danger'
    }
  /** Opens a page of the portal; the path starts with `/`. */
  | { readonly kind: 'link'; readonly label: string; readonly path: string; readonly style?: 'primary' | 'danger' }
