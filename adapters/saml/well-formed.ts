import { type Fault, fault } from './fault.ts'

/** How much XML a stranger may make us read. Sizes in characters; `nodes` counts elements, attributes, comments, CDATA. */
export interface XmlLimits {
  readonly characters: number
  readonly nodes: number
  readonly depth: number
  readonly attributes: number
}

export const messageLimits: XmlLimits = {
  characters: 256 * 1024,
  nodes: 5000,
  depth: 50,
  attributes: 50,
}
/** For documents that an administrator hands in, and for bytes that a signature already vouches for. */
export const wideLimits: XmlLimits = {
  characters: 1024 * 1024,
  nodes: 20_000,
  depth: 60,
  attributes: 60,
}

const declaration =
  /<\?xml[ \t\n]+version=(["'])1\.0\1(?:[ \t\n]+encoding=(["'])utf-8\2)?(?:[ \t\n]+standalone=(["'])(?:yes|no)\3)?[ \t\n]*\?>/iy
const startTag = /<([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)/y
const attribute = /[ \t\r\n]+([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)[ \t\r\n]*=[ \t\r\n]*(?:"([^"<]*)"|'([^'<]*)')/y
const startTagEnd = /[ \t\r\n]*(\/?)>/y
const endTag = /<\/([\w:.-]+)[ \t\r\n]*>/y
const forbiddenCharacter = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u
const strayAmpersand = /&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)/
const characterReference = /&#(x?)([0-9a-fA-F]+);/g

/** Text and attribute values: only the five named entities, and references to characters that XML 1.0 knows. */
const readable = (text: string): boolean => {
  if (!text.includes('&')) return true
  if (strayAmpersand.test(text)) return false
  for (const [, hexadecimal, digits = ''] of text.matchAll(characterReference)) {
    const code = Number.parseInt(digits, hexadecimal ? 16 : 10)
    if (code > 0x10ffff || forbiddenCharacter.test(String.fromCodePoint(code))) return false
  }
  return true
}

/**
 * Walks XML once from left to right, before any parser sees it, in time proportional to its length.
 * Accepts one well-formed UTF-8 XML 1.0 element with ASCII names inside `limits`; refuses a DOCTYPE (`xml.doctype`),
 * too much of anything (`xml.limits`) and everything else (`xml.malformed`), processing instructions among them.
 * The parser behind it forgives much and grows quadratically; this is why it never meets such input.
 */
export const inspectXml = (xml: string, limits: XmlLimits = messageLimits): Fault | undefined => {
  const malformed = (detail: string): Fault => fault('xml.malformed', detail)
  const tooMuch = (detail: string): Fault => fault('xml.limits', detail)

  if (xml.length > limits.characters) return tooMuch(`longer than ${limits.characters} characters`)
  if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) return fault('xml.doctype', 'a document type declaration is never accepted')
  if (forbiddenCharacter.test(xml)) return malformed('a character that XML does not allow')

  const open: string[] = []
  let at = 0
  let nodes = 0
  let roots = 0

  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const found = pattern.exec(xml)
    if (found) at = pattern.lastIndex
    return found
  }
  const skipPast = (opening: string, closing: string): string | undefined => {
    const end = xml.indexOf(closing, at + opening.length)
    if (end < 0) return undefined
    const content = xml.slice(at + opening.length, end)
    at = end + closing.length
    return content
  }

  take(declaration)
  while (at < xml.length) {
    const next = xml.indexOf('<', at)
    const text = xml.slice(at, next < 0 ? xml.length : next)
    if (open.length === 0 && /[^ \t\r\n]/.test(text)) return malformed('text outside the root element')
    if (!readable(text) || text.includes(']]>')) return malformed('an entity or a reference that XML does not allow')
    if (next < 0) break
    at = next

    if (!xml.startsWith('</', at) && ++nodes > limits.nodes) return tooMuch(`more than ${limits.nodes} nodes`)
    if (xml.startsWith('<!--', at)) {
      const comment = skipPast('<!--', '-->')
      if (comment === undefined || comment.includes('--') || comment.endsWith('-')) return malformed('a broken comment')
    } else if (xml.startsWith('<![CDATA[', at)) {
      if (open.length === 0 || skipPast('<![CDATA[', ']]>') === undefined) return malformed('a misplaced CDATA section')
    } else if (xml.startsWith('</', at)) {
      const name = take(endTag)?.[1]
      if (name === undefined || open.pop() !== name) return malformed('an end tag without its start tag')
    } else {
      const name = take(startTag)?.[1]
      if (name === undefined) return malformed('a processing instruction, or markup that is not an element')
      if (open.length === 0 && ++roots > 1) return malformed('more than one root element')

      const names = new Set<string>()
      for (let found = take(attribute); found; found = take(attribute)) {
        const [, attributeName = '', double, single] = found
        if (names.has(attributeName)) return malformed('an attribute is given twice')
        if (!readable(double ?? single ?? '')) return malformed('an entity or a reference that XML does not allow')
        names.add(attributeName)
        if (names.size > limits.attributes) return tooMuch(`more than ${limits.attributes} attributes on one element`)
        if (++nodes > limits.nodes) return tooMuch(`more than ${limits.nodes} nodes`)
      }

      const end = take(startTagEnd)
      if (!end) return malformed('a start tag that does not end')
      if (end[1] === '') open.push(name)
      if (open.length > limits.depth) return tooMuch(`nested deeper than ${limits.depth}`)
    }
  }
  if (open.length > 0 || roots !== 1) return malformed('the root element is missing or not closed')
  return undefined
}
