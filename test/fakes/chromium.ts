import { execFileSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

/**
 * A real Chromium, without a window. What is on this machine is used; on Debian as root its package is installed when there is none.
 * Fails loudly where neither can be had: a test that skips its browser proves nothing.
 */
export const openChromium = async (): Promise<Browser> =>
  chromium.launch({
    executablePath: installed() ?? install(),
    // As root Chromium has no sandbox to offer; it opens pages of this machine alone.
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['--disable-dev-shm-usage', '--disable-gpu', '--font-render-hinting=none'],
  })

const installed = (): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find(isRunnable)

const isRunnable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const install = (): string => {
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0)
    throw new Error('These tests need Chromium: install it, so that `chromium` is on the PATH.')
  const apt = (...words: string[]) =>
    execFileSync('apt-get', words, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
  apt('update')
  apt('install', '--yes', '--no-install-recommends', 'chromium')
  const found = installed()
  if (!found) throw new Error('The Debian package chromium is installed, but there is no chromium on the PATH.')
  return found
}
