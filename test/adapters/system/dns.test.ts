import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDns } from '../../../adapters/system/dns.ts'
import { startDns } from '../../fakes/dns.ts'

describe('dns', () => {
  let server: Awaited<ReturnType<typeof startDns>>
  beforeAll(async () => {
    server = await startDns({
      'shared.example': [['v=spf1 -all'], ['toegang-', 'proof=', 'abc']],
      'empty.example': 'no data',
      'broken.example': 'server failure',
      'refused.example': 'refused',
      'silent.example': 'silent',
    })
  })
  afterAll(() => server.close())
  const dns = () => openDns({ servers: [server.address], deadline: 1000 })

  it('gives every TXT record, each joined to one string', async () => {
    expect(await dns().txt('shared.example')).toEqual(['v=spf1 -all', 'toegang-proof=abc'])
  })

  it('is empty for a name without records and for a name that does not exist', async () => {
    expect(await dns().txt('empty.example')).toEqual([])
    expect(await dns().txt('nowhere.example')).toEqual([])
  })

  it.each(['broken', 'refused', 'silent'])('throws when the answer says nothing: %s', async (name) => {
    await expect(dns().txt(`${name}.example`)).rejects.toThrow()
  })

  it('answers one question while another gets no answer', async () => {
    const shared = dns()
    const silent = shared.txt('silent.example').catch(() => 'given up')
    expect(await shared.txt('empty.example')).toEqual([])
    expect(await silent).toBe('given up')
  })
})
