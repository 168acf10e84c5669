import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../demo/toegang.ts'
import { makeKeyPair } from '../fakes/idp/keys.ts'
import { serve } from './run.ts'
import type { Stranger } from './stranger.ts'

const htdocs = '/usr/share/lemonldap-ng/portal/htdocs'
/** What the package starts with. */
const packaged = '/var/lib/lemonldap-ng/conf/lmConf-1.json'

/** LemonLDAP::NG from Debian, in Perl's own web server. */
export const openLemonLdap = async (): Promise<Stranger> => {
  const folder = await mkdtemp(join(tmpdir(), 'toegang-llng-'))
  const at = (...path: string[]): string => join(folder, ...path)
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const stores = ['sessions', 'saml', 'persistent', 'cache', 'lock', 'conf', 'local']
  for (const name of stores) await mkdir(at(name))

  await writeFile(
    at('lemonldap-ng.ini'),
    `[all]
logLevel = notice
logger = Lemonldap::NG::Common::Logger::Std
checkTime = 1
[configuration]
type = File
dirName = ${at('conf')}
localStorage = Cache::FileCache
localStorageOptions = {'namespace' => 'conf', 'default_expires_in' => 1, 'directory_umask' => '007', 'cache_root' => '${at('cache')}', 'cache_depth' => 1}
[portal]
staticPrefix = /static
templateDir = /usr/share/lemonldap-ng/portal/templates
languages = en
[handler]
`,
  )
  await writeFile(
    at('app.psgi'),
    // It will not start without a library for captchas, of which none is shown.
    `BEGIN { $INC{'GD/SecurityImage.pm'} = 1; package GD::SecurityImage; sub import {} }
use Plack::Builder; use Lemonldap::NG::Portal::Main;
builder {
  mount '/static' => builder { enable 'Static', path => sub { 1 }, root => '${htdocs}/static'; sub { [404, [], []] } };
  mount '/javascript' => builder { enable 'Static', path => sub { 1 }, root => '/usr/share/javascript'; sub { [404, [], []] } };
  mount '/' => Lemonldap::NG::Portal::Main->run({});
};`,
  )

  const base = JSON.parse(await readFile(packaged, 'utf8')) as object
  const store = (name: string) => ({
    Directory: at(name),
    LockDirectory: at('lock'),
    generateModule: 'Lemonldap::NG::Common::Apache::Session::Generate::SHA256',
  })
  let pair = makeKeyPair('llng.example')
  let old: typeof pair | undefined
  let sp: { readonly xml: string; readonly encrypt?: boolean; readonly signed?: boolean } | undefined
  let number = 0
  /** Each configuration is a file with the next number; the newest counts. */
  const configure = async (): Promise<void> => {
    number++
    const file = {
      ...base,
      cfgNum: number,
      portal: `${url}/`,
      domain: '127.0.0.1',
      securedCookie: 0,
      sameSite: 'Lax',
      authentication: 'Demo',
      userDB: 'Same',
      passwordDB: 'Demo',
      registerDB: 'Null',
      demoExportedVars: { cn: 'cn', mail: 'mail', uid: 'uid' },
      requireToken: 0,
      notification: 0,
      checkTime: 1,
      key: 'of a test on this machine',
      globalStorage: 'Apache::Session::File',
      globalStorageOptions: store('sessions'),
      persistentStorage: 'Apache::Session::File',
      persistentStorageOptions: store('persistent'),
      samlStorage: 'Apache::Session::File',
      samlStorageOptions: store('saml'),
      localSessionStorageOptions: {
        namespace: 'sessions',
        default_expires_in: 1,
        directory_umask: '007',
        cache_root: at('local'),
        cache_depth: 1,
      },
      locationRules: {},
      issuerDBSAMLActivation: 1,
      issuerDBSAMLPath: '^/saml/',
      issuerDBSAMLRule: 1,
      samlServicePrivateKeySig: pair.key,
      samlServicePublicKeySig: pair.certificate,
      samlServiceUseCertificateInResponse: 1,
      samlServiceSignatureMethod: 'RSA_SHA256',
      samlIDPSSODescriptorWantAuthnRequestsSigned: 0,
      ...(old && {
        samlServicePrivateKeyEnc: old.key,
        samlServicePublicKeyEnc: old.certificate,
      }),
      ...(sp && {
        samlSPMetaDataXML: { us: { samlSPMetaDataXML: sp.xml } },
        samlSPMetaDataExportedAttributes: {
          us: {
            mail: '1;email;urn:oasis:names:tc:SAML:2.0:attrname-format:basic;',
            cn: '0;displayName;urn:oasis:names:tc:SAML:2.0:attrname-format:basic;',
          },
        },
        samlSPMetaDataOptions: {
          us: {
            samlSPMetaDataOptionsNameIDFormat: 'persistent',
            samlSPMetaDataOptionsEnableIDPInitiatedURL: 1,
            samlSPMetaDataOptionsEncryptionMode: sp.encrypt ? 'assertion' : 'none',
            samlSPMetaDataOptionsCheckSSOMessageSignature: sp.signed ? 1 : 0,
            samlSPMetaDataOptionsCheckSLOMessageSignature: 1,
            samlSPMetaDataOptionsSignSSOMessage: 1,
            samlSPMetaDataOptionsSignSLOMessage: 1,
            samlSPMetaDataOptionsNotOnOrAfterTimeout: 600,
            samlSPMetaDataOptionsSessionNotOnOrAfterTimeout: 36_000,
            samlSPMetaDataOptionsForceUTF8: 1,
          },
        },
      }),
    }
    await writeFile(at('conf', `lmConf-${number}.json`), JSON.stringify(file))
    // It looks for a newer configuration once a second at most.
    await new Promise((resolve) => setTimeout(resolve, number === 1 ? 0 : 2100))
  }
  await configure()

  const end = await serve(
    'plackup',
    ['-s', 'HTTP::Server::PSGI', '-o', '127.0.0.1', '-p', String(port), at('app.psgi')],
    {
      url,
      LLNG_DEFAULTCONFFILE: at('lemonldap-ng.ini'),
    },
  )
  return {
    name: 'LemonLDAP::NG',
    metadataUrl: `${url}/saml/metadata`,
    email: 'dwho@badwolf.org',
    startUrl: (entityId) => `${url}/saml/singleSignOn?IDPInitiated=1&sp=${encodeURIComponent(entityId)}`,
    logoutUrl: `${url}/?logout=1`,
    trust: async (xml, how) => {
      sp = { xml, ...how }
      await configure()
    },
    asks: (page) => page.html.includes('name="password"'),
    enter: (page) => page.submit('password', { user: 'dwho', password: 'dwho' }),
    rollOver: async () => {
      old = pair
      pair = makeKeyPair('llng.example')
      await configure()
    },
    close: async () => {
      await end()
      if (!process.env['SHOW_OUTPUT']) await rm(folder, { recursive: true, force: true })
    },
  }
}
