/** Packs the product, installs the package as anybody would, and starts it: what is left out of a package shows here alone. */
import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../demo/toegang.ts'

const folder = mkdtempSync(join(tmpdir(), 'toegang-pack-'))
const npm = (cwd: string, ...words: string[]): string =>
  execFileSync('npm', words, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })

const isReady = async (url: string): Promise<boolean> => {
  for (let attempt = 0; attempt < 100; attempt++) {
    // It listens before it is ready, and says so.
    const answer = await fetch(`${url}/readyz`).catch(() => undefined)
    if (answer?.ok) return true
    await sleep(100)
  }
  return false
}

try {
  const [packed = ''] = npm(process.cwd(), 'pack', '--silent', '--pack-destination', folder)
    .trim()
    .split('\n')
    .slice(-1)
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  npm(folder, 'install', '--silent', '--omit=dev', join(folder, packed))
  const port = await freePort()
  const server = spawn(process.execPath, ['node_modules/.bin/toegang', 'serve'], {
    cwd: folder,
    env: { PATH: process.env['PATH'], PORT: String(port), SECRET_KEY: randomBytes(32).toString('base64') },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ready = await isReady(`http://localhost:${port}`)
  server.kill('SIGTERM')
  const [code] = await new Promise<[number | null]>((resolve) => server.once('exit', (status) => resolve([status])))
  const good = ready && code === 0
  console.log(
    `${packed} ${good ? 'installs, starts, is ready and stops' : `does not start (ready: ${ready}, exit code: ${code})`}`,
  )
  console.log(`Steps ${good ? 1 : 0} passed, ${good ? 0 : 1} failed`)
  process.exitCode = good ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
