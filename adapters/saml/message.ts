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
export type Check = (message: Message, expected: Expected) => Fault | undefined

/** Reads a posted response, or with `root` 'Assertion' a decrypted assertion. Refuses what `parseXml` refuses. */
export const openMessage = (xml: string, root: 'Response' | 'Assertion'): { ok: true; message: Message } | Fault => {
  const parsed = parseXml(xml)
  if (!parsed.ok) return parsed
  // The namespace is a check of its own, so that the answer says what is wrong.
  if (parsed.root.localName !== root)
    return fault('xml.schema', `the root is not a ${root}`, {
      received: parsed.root.nodeName,
    })
  return { ok: true, message: messageOf(xml, parsed.root) }
}

const messageOf = (xml: string, root: Element): Message => ({
  xml,
  root,
  ...(root.localName === 'Response' ? { response: root } : {}),
  responseSigned: false,
  assertions: root.localName === 'Response' ? children(root, 'saml:Assertion') : [root],
  encrypted: root.localName === 'Response' ? children(root, 'saml:EncryptedAssertion') : [],
  signatures: [...walk(root)].filter((element) => is(element, 'ds:Signature')),
})
