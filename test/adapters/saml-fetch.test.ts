import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { isPublicAddress } from '../../adapters/address.ts'
import { fetchMetadata } from '../../adapters/saml/fetch-metadata.ts'

const servers: Server[] = []
const serve = async (answer: RequestListener): Promise<number> => {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

describe('an address of metadata', () => {
  const inside = [
    'http://idp.example/metadata',
    'file:///etc/passwd',
    'ftp://idp.example/',
    'https://user:word@idp.example/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://10.0.0.1/',
    'https://172.31.255.255/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://100.64.0.1/',
    'https://0.0.0.0/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://[64:ff9b::a9fe:a9fe]/',
    'https://[2002:a00:1::]/',
    'https://[fd00::1]/',
    'https://[fe80::1]/',
    'https://[ff02::1]/',
  ]
  it.each(inside)('%s is refused before anything is asked', async (url) => {
    expect(await fetchMetadata(url)).toMatchObject({ ok: false, code: 'setup.url_forbidden' })
  })

  it('is judged by what its name resolves to, all of it', async () => {
    const resolve = async () => [
      { address: '93.184.215.14', family: 4 },
      { address: '10.1.2.3', family: 4 },
    ]
    expect(await fetchMetadata('https://idp.example/', { resolve })).toMatchObject({
      code: 'setup.url_forbidden',
      received: '10.1.2.3',
    })
  })

  it('leads to the address that was judged, though the name answers differently the next time', async () => {
    const port = await serve((_request, response) => response.end('<metadata/>'))
    let asked = 0
    const resolve = async () => [{ address: asked++ === 0 ? '127.0.0.1' : '10.0.0.1', family: 4 }]
    const answer = await fetchMetadata(`http://localhost:${port}/`, { allowLoopback: true, resolve })
    expect(answer).toEqual({ ok: true, xml: '<metadata/>' })
    expect(asked).toBe(1)
  })

  it('is judged again after a redirect', async () => {
    const asked: string[] = []
    const port = await serve((request, response) => {
      asked.push(request.url ?? '')
      const location = request.url === '/safe' ? '/there' : 'https://169.254.169.254/latest/meta-data/'
      if (request.url === '/there') response.end('<metadata/>')
      else response.writeHead(302, { location }).end()
    })
    const at = (path: string) => fetchMetadata(`http://127.0.0.1:${port}${path}`, { allowLoopback: true })
    expect(await at('/safe')).toEqual({ ok: true, xml: '<metadata/>' })
    expect(await at('/bad')).toMatchObject({ code: 'setup.url_forbidden' })
    expect(asked).toEqual(['/safe', '/there', '/bad'])
  })

  it('is given up after three redirects, a megabyte, a mistake, or too long a wait', async () => {
    const port = await serve((request, response) => {
      if (request.url === '/round') response.writeHead(302, { location: '/round' }).end()
      if (request.url === '/large') response.end('x'.repeat(1024 * 1024 + 1))
      if (request.url === '/gone') response.writeHead(404).end()
    })
    const at = (path: string) => fetchMetadata(`http://127.0.0.1:${port}${path}`, { allowLoopback: true, timeout: 500 })
    expect(await at('/round')).toMatchObject({ code: 'setup.unreachable', detail: 'more than 3 redirects' })
    expect(await at('/large')).toMatchObject({ code: 'http.too_large' })
    expect(await at('/gone')).toMatchObject({ code: 'setup.unreachable', received: '404' })
    expect(await at('/never')).toMatchObject({ code: 'setup.unreachable' })
    const never = () => new Promise<never>(() => {})
    expect(await fetchMetadata('https://idp.example/', { resolve: never, timeout: 50 })).toMatchObject({
      code: 'setup.unreachable',
    })
  })

  it('of the public internet is one', () => {
    for (const address of ['93.184.215.14', '2606:2800:220:1::1', '8.8.8.8'])
      expect(isPublicAddress(address)).toBe(true)
    for (const word of ['', 'localhost', '1.2.3', '93.184.215.14.']) expect(isPublicAddress(word)).toBe(false)
  })
})
