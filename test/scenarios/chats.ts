/** What people do in a chat, whichever it is. */
import type { Company } from '../../src/companies/company.ts'
import type { Licence } from '../../src/licences/licence.ts'
import type { ReadTx, Tx } from '../../src/ports/store.ts'
import type { User } from '../../src/users/user.ts'

/** Somebody with an account in the chat and here. */
export interface Person {
  readonly name: string
  readonly userId: string
}

/** What a person fills in, by the names of the fields; a choice by its value. */
export interface FilledIn {
  readonly [field: string]: string | boolean
}

/** What an organisation makes of somebody's account in its chat. */
export type Outsider = 'guest' | 'deactivated'

export interface Chat {
  readonly acme: Company
  readonly bouw: Licence
  /** Somebody with an account whom the product once met in the chat. */
  person(name: string, over?: Partial<User>): Promise<Person>
  /** An administrator whose chat account is confirmed. */
  administrator(name: string): Promise<Person>
  /** Somebody of whom the product knows nothing. */
  stranger(name: string): Promise<Person>
  becomes(who: Person, what: Outsider): void
  /** Types a command to the product, in private. */
  say(who: Person, text: string): Promise<void>
  /** Types a command where others read along. Answers the product's words that those others see. */
  sayInChannel(who: Person, text: string): Promise<string>
  /** Somebody and the product are in a channel, with others if they are named; gestures in the channel are about the last one. */
  openChannel(who: Person, others?: readonly Person[]): Promise<void>
  /** Types a command in the channel. */
  sayInOpenChannel(who: Person, text: string): Promise<void>
  /** Somebody of another organisation comes into the channel. */
  shareChannel(): Promise<void>
  /** The product's newest message in the channel, as somebody there sees it. */
  inChannel(): Surface
  pressInChannel(who: Person, label: string): Promise<void>
  /** Presses a button on the newest that shows it. */
  press(who: Person, label: string): Promise<void>
  /** Presses a button on the own copy of a request. */
  pressOnCopy(who: Person, reference: string, label: string): Promise<void>
  /** The same from a client of years ago, where the chat has those. */
  pressWithOldClient?(who: Person, reference: string, label: string): Promise<void>
  /** The words of the product's own page in the chat, where it has one. */
  home?(who: Person): Promise<string>
  /** Fills in a form and sends it: the one that lies open, else the one behind the button, on the copy of a request if one is named. */
  fillIn(who: Person, label: string, filled: FilledIn, reference?: string): Promise<void>
  /** All words that came or changed on somebody's screen since the own last gesture began. */
  seen(who: Person): string
  /** The buttons on what came or changed. */
  buttons(who: Person): string[]
  /** Somebody's copy of a request, as it stands now. */
  copy(who: Person, reference: string): { readonly words: string; readonly buttons: readonly string[] }
  /** Lets the product bring what it has to tell. */
  deliver(): Promise<void>
  read<R>(work: (tx: ReadTx) => Promise<R>): Promise<R>
  write<R>(work: (tx: Tx) => Promise<R>): Promise<R>
  /** What the product did that the chat's maker would refuse. */
  readonly violations: readonly string[]
  close(): Promise<void>
}

/** What stands on a screen: a message, a modal, an answer beside a card. */
export interface Surface {
  readonly id: string
  readonly words: string
  readonly buttons: readonly string[]
}

/** Remembers what somebody saw before a gesture, to tell what is new after it. */
export const openMemory = (screen: (who: Person) => readonly Surface[]) => {
  const before = new Map<string, readonly Surface[]>()
  const fresh = (who: Person): readonly Surface[] => {
    const known = before.get(who.userId) ?? []
    const same = (one: Surface) =>
      known.some(({ id, words, buttons }) => id === one.id && words === one.words && `${buttons}` === `${one.buttons}`)
    return screen(who).filter((one) => !same(one))
  }
  return {
    begin: (who: Person) => void before.set(who.userId, screen(who)),
    seen: (who: Person) =>
      fresh(who)
        .map(({ words }) => words)
        .join('\n'),
    buttons: (who: Person) => fresh(who).flatMap(({ buttons }) => buttons),
  }
}
