/** What no well-meaning sender sends: texts, values and trees that some reader stumbles over. */
import fc from 'fast-check'

const deep = (levels: number): unknown => {
  let tree: unknown = 'bottom'
  for (let level = 0; level < levels; level++) tree = level % 2 ? [tree] : { a: tree }
  return tree
}

const awkward = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udfff\ud800y',
  '\u202e\u2066evil',
  '\ufeff',
  '../../../etc/passwd',
  '..%2f..%2f',
  '%',
  '%zz',
  '%00',
  '%ed%a0%80',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  "' OR 1=1 --",
  '"; DROP TABLE users; --',
  '<script>alert(1)</script>',
  '{{7*7}}',
  'javascript:alert(1)',
  '//evil.example',
  'https://evil.example\\@acme.example',
  '\r\nSet-Cookie: a=b',
  'NaN',
  '-0',
  '1e309',
  '9007199254740993',
  '-1',
  '0x7f',
  '2026-02-30',
  '9999-99-99T99:99:99Z',
  '+275760-09-13T00:00:00.001Z',
  'null',
  'undefined',
  'true',
  '[object Object]',
  'eyJhbGciOiJub25lIn0.e30.',
  'ＡＣＭＥ.example',
  'x@[127.0.0.1]',
  'anna@acme.example,evil@evil.example',
  'userName eq "a" and (((((((',
  '(a+)+$',
  '😀'.repeat(300),
  '\u0301'.repeat(500),
]

/** Mostly short, now and then a hundred thousand characters. */
export const junkText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...awkward) },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 2, arbitrary: fc.string({ maxLength: 20 }) },
  { weight: 1, arbitrary: fc.constantFrom('a'.repeat(5000), '('.repeat(20_000), ' \t'.repeat(50_000)) },
)

export const junkKey: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', 'then', 'length', '', '$ref', 'a[b]', 'a.b', '_token', '_do'),
  fc.string({ maxLength: 8 }),
)

/** Any JSON value; what `JSON.parse` makes of `__proto__` is a field of its own. */
export const junkValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: junkText },
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>(null, true, 0, -1, 1e308, 2 ** 53, 0.1, [], {}, [[]], [null], { length: -1 }),
  },
  { weight: 1, arbitrary: fc.constantFrom(50, 3000).map(deep) },
  { weight: 1, arbitrary: fc.array(junkText, { maxLength: 40 }) },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.tuple(junkKey, junkText), { maxLength: 5 })
      .map((pairs) =>
        JSON.parse(`{${pairs.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join()}}`),
      ),
  },
)

/** What is done to one place of a tree: it becomes something else, or it goes. */
export interface Change {
  /** Which of all places, as a share of them. */
  readonly at: number
  readonly to: { readonly value: unknown } | 'gone'
}

export const change: fc.Arbitrary<Change> = fc.record({
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  to: fc.oneof(
    { weight: 5, arbitrary: junkValue.map((value) => ({ value })) },
    { weight: 1, arbitrary: fc.constant('gone' as const) },
  ),
})

type Place = readonly (string | number)[]

const deepestPlace = 12

const placesIn = (tree: unknown, here: Place = []): Place[] =>
  typeof tree === 'object' && tree !== null && here.length < deepestPlace
    ? Object.entries(tree).flatMap(([key, below]) => [[...here, key], ...placesIn(below, [...here, key])])
    : []

/** A copy of a sound tree with these changes, one after the other. */
export const changed = (sound: unknown, changes: readonly Change[]): unknown => {
  const tree: unknown = structuredClone(sound)
  for (const { at, to } of changes) {
    const places = placesIn(tree)
    const place = places[Math.floor(at * places.length)]
    if (!place) continue
    let parent = tree as Record<string, unknown>
    for (const key of place.slice(0, -1)) parent = parent[key] as Record<string, unknown>
    const last = String(place.at(-1))
    if (to === 'gone') delete parent[last]
    // Two changes may be of one value, which must not end up inside itself; structuredClone overflows where it is deep.
    else parent[last] = JSON.parse(JSON.stringify(to.value))
  }
  return tree
}
