import type { Expected } from './expected.ts'
import { type Fault, fault } from './fault.ts'
import { children, is, parseXml, walk } from './xml.ts'

/**
 * A response, or an assertion that came out of an encrypted one, as the checks see it.
 * The first checks see it as posted; the last ones see only what a signature was verified over.
 */
export interface Message {
  readonly xml: string
  readonly root: Element
  /** Absent when the root is a decrypted assertion. */
  readonly response?: Element
  readonly responseSigned: boolean
  readonly assertions: readonly Element[]
  readonly encrypted: readonly Element[]
  /** Every ds:Signature, wherever it stands. */
  readonly signatures: readonly Element[]
}

/** A rule about messages: nothing when it holds, a refusal when it does not. Never throws, never waits. */
export type Check<E = Expected> = (message: Message, expected: E) => Fault | undefined

/** The messages we read, and what comes out of an encrypted assertion. */
export type Root = 'Response' | 'Assertion' | 'LogoutRequest' | 'LogoutResponse'

/** Reads a message whose outermost element should be `root`. Refuses another, and what `parseXml` refuses. */
export const openMessage = (xml: string, root: Root): { ok: true; message: Message } | Fault => {
  const parsed = parseXml(xml)
  if (!parsed.ok) return parsed
  // The namespace is a check of its own, so that the answer says what is wrong.
  if (parsed.root.localName !== root)
    return fault('xml.schema', `the root is not a ${root}`, {
      received: parsed.root.nodeName,
    })
  return { ok: true, message: messageOf(xml, parsed.root) }
}

const messageOf = (xml: string, root: Element): Message => {
  const response = root.localName === 'Response'
  return {
    xml,
    root,
    ...(response ? { response: root } : {}),
    responseSigned: false,
    assertions: response ? children(root, 'saml:Assertion') : root.localName === 'Assertion' ? [root] : [],
    encrypted: response ? children(root, 'saml:EncryptedAssertion') : [],
    signatures: [...walk(root)].filter((element) => is(element, 'ds:Signature')),
  }
}
