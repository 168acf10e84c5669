/** Installs the identity providers of the tests from Debian, where they are not there yet. Needs root, and a Debian. */
import { spawnSync } from 'node:child_process'

const packages = [
  ...['simplesamlphp', 'php-cli', 'php-sqlite3', 'php-curl', 'php-mbstring', 'php-xml'],
  ...['lemonldap-ng', 'libio-socket-ssl-perl', 'liblasso-perl', 'libxml-simple-perl', 'libio-string-perl'],
]

const run = (command: string, ...args: string[]): number | null =>
  spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status

const isInstalled = (name: string): boolean =>
  spawnSync('dpkg-query', ['-s', name]).stdout?.toString().includes('Status: install ok installed')

const missing = packages.filter((name) => !isInstalled(name))
if (missing.length > 0) {
  console.log(`installing ${missing.join(' ')}`)
  const failed = run('apt-get', 'update') || run('apt-get', 'install', '-y', '--no-install-recommends', ...missing)
  if (failed) process.exit(1)
}
