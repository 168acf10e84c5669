import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../demo/toegang.ts'
import { makeKeyPair } from '../fakes/idp/keys.ts'
import { serve } from './run.ts'
import type { Stranger } from './stranger.ts'

const home = '/usr/share/simplesamlphp'

/** SimpleSAMLphp from Debian, in PHP's own web server. */
export const openSimpleSamlPhp = async (): Promise<Stranger> => {
  const folder = await mkdtemp(join(tmpdir(), 'toegang-ssp-'))
  const at = (...path: string[]): string => join(folder, ...path)
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const email = 'sara@ssp.example'
  for (const name of ['metadata', 'cert', 'log', 'data', 'tmp']) await mkdir(at(name))

  await writeFile(
    at('config.php'),
    `<?php $config = [
  'baseurlpath' => '${url}/', 'certdir' => '${at('cert')}/', 'loggingdir' => '${at('log')}/', 'datadir' => '${at('data')}/',
  'tempdir' => '${at('tmp')}', 'metadatadir' => '${at('metadata')}/', 'attributenamemapdir' => '/etc/simplesamlphp/attributemap/',
  'secretsalt' => 'of-a-test-on-this-machine', 'auth.adminpassword' => 'of-a-test', 'timezone' => 'UTC',
  'admin.protectmetadata' => false, 'admin.checkforupdates' => false, 'showerrors' => true,
  'logging.level' => SimpleSAML\\Logger::NOTICE, 'logging.handler' => 'file', 'statistics.out' => [],
  'enable.saml20-idp' => true, 'module.enable' => ['exampleauth' => true, 'core' => true, 'saml' => true],
  'session.cookie.secure' => false, 'session.cookie.samesite' => 'Lax', 'language.cookie.secure' => false,
  'language.cookie.samesite' => null, 'store.type' => 'phpsession', 'session.phpsession.savepath' => '${at('tmp')}',
  'metadata.sources' => [['type' => 'flatfile'], ['type' => 'xml', 'file' => '${at('sp.xml')}']],
  'language.available' => ['en'], 'language.default' => 'en', 'theme.use' => 'default',
  'production' => true, 'usenewui' => false, 'trusted.url.domains' => ['127.0.0.1:${port}'],
];`,
  )
  await writeFile(
    at('authsources.php'),
    `<?php $config = ['people' => ['exampleauth:UserPass',
  'sara:secret' => ['uid' => ['sara-0001'], 'mail' => ['${email}'], 'displayName' => ['Sara Osei'], 'groups' => ['staff', 'bouw']]]];`,
  )

  let keys = [makeKeyPair('ssp.example')]
  let how: Parameters<Stranger['trust']>[1] = {}
  const configure = async (): Promise<void> => {
    const [now, next] = keys
    for (const [name, pair] of [
      ['now', now],
      ['next', next],
    ] as const)
      if (pair) {
        await writeFile(at('cert', `${name}.pem`), pair.key)
        await writeFile(at('cert', `${name}.crt`), pair.certificate)
      }
    // While a key is being replaced both are published; the new one signs as soon as it is the first.
    await writeFile(
      at('metadata', 'saml20-idp-hosted.php'),
      `<?php $metadata['${url}/idp'] = ['host' => '__DEFAULT__', 'auth' => 'people',
  'privatekey' => 'now.pem', 'certificate' => 'now.crt', ${next ? "'new_privatekey' => 'next.pem', 'new_certificate' => 'next.crt'," : ''}
  'NameIDFormat' => 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent', 'sign.logout' => true, 'redirect.sign' => true,
  'signature.algorithm' => 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'validate.authnrequest' => ${how?.signed ? 'true' : 'false'}, 'validate.logout' => true,
  'assertion.encryption' => ${how?.encrypt ? 'true' : 'false'},
  'authproc' => [3 => ['class' => 'saml:AttributeNameID', 'attribute' => 'uid', 'Format' => 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent']],
];`,
    )
  }
  await writeFile(
    at('sp.xml'),
    '<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"></md:EntitiesDescriptor>',
  )
  await configure()

  const end = await serve('php', ['-S', `127.0.0.1:${port}`, '-t', join(home, 'www')], {
    url,
    SIMPLESAMLPHP_CONFIG_DIR: folder,
  })
  return {
    name: 'SimpleSAMLphp',
    metadataUrl: `${url}/saml2/idp/metadata.php`,
    email,
    startUrl: (entityId) => `${url}/saml2/idp/SSOService.php?spentityid=${encodeURIComponent(entityId)}`,
    logoutUrl: `${url}/saml2/idp/SingleLogoutService.php?ReturnTo=${encodeURIComponent(`${url}/logout.php`)}`,
    trust: async (metadataXml, asked) => {
      how = asked
      await writeFile(at('sp.xml'), metadataXml)
      await configure()
    },
    asks: (page) => page.html.includes('name="username"'),
    enter: (page) => page.submit('username', { username: 'sara', password: 'secret' }),
    rollOver: async () => {
      keys = [makeKeyPair('ssp.example'), ...keys].slice(0, 2)
      await configure()
    },
    close: async () => {
      await end()
      if (!process.env['SHOW_OUTPUT']) await rm(folder, { recursive: true, force: true })
    },
  }
}
