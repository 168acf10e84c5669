import { sign } from 'node:crypto'
import { SignedXml } from 'xml-crypto'
import { child, parseXml, walk } from '../../../adapters/saml/xml.ts'
import type { KeyPair } from '../../fakes/idp/keys.ts'
import { exclusive } from '../../fakes/idp/sign.ts'

/** Replaces the first match, and fails when there is none: an attack that changes nothing would prove nothing. */
export const swap = (xml: string, from: string | RegExp, to: string): string => {
  const changed = xml.replace(from, () => to)
  if (changed === xml) throw new Error(`nothing to change: ${from}`)
  return changed
}

/** The first element of this name, as it is written. */
export const cut = (xml: string, name: string): string => {
  const found = new RegExp(`<${name}[ >].*</${name}>`, 's').exec(xml)?.[0]
  if (!found) throw new Error(`no ${name}`)
  return found
}

/** The message without its (first) signature. */
export const unsigned = (xml: string): string => swap(xml, cutFirst(xml, 'ds:Signature'), '')

/** The first element of this name, up to its own nearest end: for elements that do not hold their like. */
export const cutFirst = (xml: string, name: string): string => {
  const found = new RegExp(`<${name}[ >].*?</${name}>`, 's').exec(xml)?.[0]
  if (!found) throw new Error(`no ${name}`)
  return found
}

/** Signs the SignedInfo as it now stands, so that a changed signature is fresh and valid in every other respect. */
export const resign = (xml: string, { key }: KeyPair, hash = 'sha256'): string => {
  const parsed = parseXml(xml)
  if (!parsed.ok) throw new Error(parsed.detail)
  const signature = [...walk(parsed.root)].find((element) => element.localName === 'Signature')
  const signedInfo = child(signature, 'ds:SignedInfo')
  if (!signedInfo) throw new Error('no SignedInfo')
  const bytes = Buffer.from(new SignedXml().getCanonXml([exclusive], signedInfo))
  const value = sign(hash, bytes, key).toString('base64')
  return swap(xml, /<ds:SignatureValue>[^<]*/, `<ds:SignatureValue>${value}`)
}
