import { XMLSerializer } from '@xmldom/xmldom'
import { attributes, parseXml, walk } from '../../../adapters/saml/xml.ts'

/** Numbers that look random and are the same for the same seed (mulberry32). */
export const randomFrom = (seed: number): ((below: number) => number) => {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below)
  }
}

const words = ['administrator@acme.example', '_request', '', 'urn:evil', '#_a', '2.0', ' ', '2099-01-01T00:00:00Z']
const names = [
  'ID',
  'Id',
  'URI',
  'Version',
  'Algorithm',
  'Destination',
  'Format',
  'xmlns',
  'xmlns:saml',
  'InResponseTo',
]
const houses = [
  'saml:Advice',
  'samlp:Extensions',
  'ds:Object',
  'saml:Assertion',
  'samlp:Response',
  'saml:AttributeValue',
]
const spaces: Record<string, string> = {
  saml: 'urn:oasis:names:tc:SAML:2.0:assertion',
  samlp: 'urn:oasis:names:tc:SAML:2.0:protocol',
  ds: 'http://www.w3.org/2000/09/xmldsig#',
}

/**
 * Changes a message in one to four places the way an attacker would: elements of this and of other signed messages
 * moved, copied, swapped, wrapped and removed; attributes and texts changed; comments put inside; identifiers taken.
 */
export const mutate = (xml: string, others: readonly string[], seed: number): string => {
  const random = randomFrom(seed)
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T
  const read = (text: string): Element => {
    const parsed = parseXml(text)
    if (!parsed.ok) throw new Error(parsed.detail)
    return parsed.root
  }
  const root = read(xml)
  const document = root.ownerDocument
  const some = (): Element => pick([...walk(root)])
  const below = (): Element => pick([...walk(root)].slice(1))
  const foreign = (): Element => document.importNode(pick([...walk(read(pick(others)))]), true) as Element
  /** A place for `element` before some element that is not inside it. */
  const put = (element: Element): void => {
    const inside = new Set(walk(element))
    const places = [...walk(root)].filter((place) => !inside.has(place))
    const place = places.length > 0 ? pick(places) : undefined
    if (!place) return
    if (random(2) === 0 || !place.parentNode || place === root) place.appendChild(element)
    else place.parentNode.insertBefore(element, place)
  }

  const operations: readonly (() => void)[] = [
    () => put(below()),
    () => put(below().cloneNode(true) as Element),
    () => put(foreign()),
    () => put(foreign()),
    () => {
      const element = below()
      element.parentNode?.replaceChild(foreign(), element)
    },
    () => {
      const element = below()
      element.parentNode?.removeChild(element)
    },
    () => {
      const element = below()
      const name = pick(houses)
      const house = document.createElementNS(spaces[name.split(':')[0] ?? ''] ?? '', name)
      element.parentNode?.replaceChild(house, element)
      house.appendChild(element)
    },
    () => some().setAttribute(pick(names), pick(words)),
    () => {
      const element = some()
      const attribute = pick(attributes(element))
      if (attribute) element.setAttribute(attribute.nodeName, pick([...words, attribute.value.toUpperCase()]))
    },
    () => {
      const ids = [...walk(root)].map((element) => element.getAttribute('ID')).filter(Boolean)
      some().setAttribute('ID', pick(ids) ?? '_a')
    },
    () => {
      const texts = [...walk(root)].filter((element) => element.firstChild?.nodeType === 3)
      if (texts.length > 0) pick(texts).textContent = pick(words)
    },
    () => {
      const element = some()
      element.insertBefore(document.createComment('x'), random(2) ? element.firstChild : null)
    },
  ]
  for (let left = 1 + random(4); left > 0; left--) pick(operations)()
  return new XMLSerializer().serializeToString(root)
}
