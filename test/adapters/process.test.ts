import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { freePort, toegangProcess } from '../demo/toegang.ts'

const key = Buffer.alloc(32, 7).toString('base64')
const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const folder = async (): Promise<string> => {
  const made = await mkdtemp(join(tmpdir(), 'toegang-process-'))
  closing.push(() => rm(made, { recursive: true, force: true }))
  return made
}

/** Runs the process until it ends by itself; answers its exit code and what it said. */
const runToEnd = async (environment: { readonly [name: string]: string }) => {
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', 'adapters/main.ts'], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => (said += text.toString()))
  const [code] = await once(child, 'exit')
  return { code, said }
}

const started = async (environment: { readonly [name: string]: string }) => {
  const toegang = toegangProcess(await freePort(), { SECRET_KEY: key, LOG_LEVEL: 'warn', ...environment })
  closing.push(toegang.stop)
  await toegang.start()
  return toegang
}

describe('the process', () => {
  it('says exactly what is missing without settings, and stops', async () => {
    const { code, said } = await runToEnd({})
    expect(code).toBe(1)
    expect(said).toContain('SECRET_KEY is missing')
    expect(said).not.toContain('    at ')
  })

  it.each([
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_SIGNING_SECRET is missing'],
    [{ TEAMS_CLIENT_ID: 'a' }, 'TEAMS_CLIENT_SECRET is missing'],
    [{ SMTP_URL: 'smtp://localhost:25' }, 'MAIL_FROM is missing'],
  ])('refuses half of an integration: %o', async (settings, words) => {
    const { code, said } = await runToEnd({ SECRET_KEY: key, ...(settings as { readonly [name: string]: string }) })
    expect(code).toBe(1)
    expect(said).toContain(words)
  })

  it('refuses a second process on the same folder and says so', async () => {
    const data = await folder()
    await started({ DATA_DIR: data })
    const { code, said } = await runToEnd({ SECRET_KEY: key, DATA_DIR: data, PORT: String(await freePort()) })
    expect(code).toBe(1)
    expect(said).toContain(data)
    expect(said).not.toContain('    at ')
  })

  it('answers a wrong operator or access token with 401, and keeps nothing of it', async () => {
    const data = await folder()
    const toegang = await started({ DATA_DIR: data, OPERATOR_TOKEN: 'right-token', ACCESS_TOKEN: 'other-token' })
    for (const [path, token] of [
      ['/operator/v1/companies', 'wrong-token'],
      ['/operator/v1/companies', 'other-token'],
      ['/access/v1/evaluation', 'right-token'],
    ]) {
      const response = await fetch(`${toegang.url}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: '{"name":"Nobody"}',
      })
      expect(response.status).toBe(401)
      expect(response.headers.get('content-type')).toContain('application/problem+json')
    }
    const listed = await fetch(`${toegang.url}/operator/v1/companies`, {
      headers: { authorization: 'Bearer right-token' },
    })
    expect(await listed.json()).toMatchObject({ companies: [] })
  })

  it('is alive and ready, and gives its port and folder back when it is asked to stop', async () => {
    const data = await folder()
    const toegang = await started({ DATA_DIR: data })
    expect((await fetch(`${toegang.url}/healthz`)).status).toBe(200)
    expect((await fetch(`${toegang.url}/readyz`)).status).toBe(200)
    expect(await (await fetch(`${toegang.url}/metrics`)).text()).toContain('process_cpu')
    await toegang.stop()
    expect((await readdir(data)).some((name) => name.startsWith('lock-'))).toBe(false)
  })
})
