import { describe, expect, it } from 'vitest'
import { fuzzOnce, genuineIdentities } from './fuzz.ts'

const rounds = 800
const firstSeed = 2026

describe('a message that was changed at will', () => {
  it('is refused, or says exactly what was signed', async () => {
    const genuine = await genuineIdentities()
    let accepted = 0
    let forged = 0
    const codes = new Set<string>()
    for (let seed = firstSeed; seed < firstSeed + rounds; seed++) {
      const round = await fuzzOnce(seed)
      if ('identity' in round.said) {
        accepted++
        expect(genuine, `seed ${seed}`).toContain(round.said.identity)
      } else {
        codes.add(round.said.code)
        if (round.forged) forged++
      }
    }
    // The test would prove nothing if the changes were all fatal, all harmless, or all found by one check.
    expect(accepted).toBeGreaterThan(rounds / 100)
    expect(forged).toBeGreaterThan(rounds / 20)
    expect(codes.size).toBeGreaterThan(10)
  })
})
