import { describe, expect, it } from 'vitest'
import { type Log, type LogLevel, openLog } from '../../adapters/log.ts'

/** Every line that `write` logs, as text. */
const logged = (write: (log: Log) => void, level: LogLevel = 'info'): string[] => {
  const lines: string[] = []
  write(openLog(level, { write: (line) => lines.push(line) }))
  return lines
}

const parsed = (write: (log: Log) => void): Record<string, unknown> => JSON.parse(logged(write)[0] ?? '{}')

describe('the log', () => {
  it('writes a line of JSON with the level in words and the time in UTC', () => {
    expect(parsed((log) => log.info({ port: 3000 }, 'listening'))).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      port: 3000,
      msg: 'listening',
    })
  })

  it('leaves out what is below its level', () => {
    const all = (log: Log) => {
      log.debug('debug')
      log.info('info')
      log.error('error')
    }
    expect(logged(all, 'debug')).toHaveLength(3)
    expect(logged(all, 'error')).toHaveLength(1)
    expect(logged(all, 'silent')).toHaveLength(0)
  })

  it.each([
    ['an address', 'anna.de-vries+x@shared.nl'],
    ['an address with accents', 'zoë@één.nl'],
    ['a Slack token', 'xoxb-123-abcDEF'],
    ['a Slack token that is rotated', 'xoxe.xoxb-1-abc'],
    ['a Slack app token', 'xapp-1-A0-abc'],
    ['a JSON web token', 'eyJhbGciOi.eyJzdWIi.c2ln-_'],
    ['a bearer token', 'Bearer abcdef123456'],
    ['a password in an address', 'postgres://toegang:hush%2F@db/toegang'],
    ['a secret link', 'https://toegang.example/register/complete?secret=hush'],
    ['a chat sign-in', '/slack/oauth_redirect?code=hush&state=hush'],
  ])('never shows %s, wherever it stands', (_, sensitive) => {
    const secret = /hush|anna|zoë|abc|eyJ/
    const text = `before ${sensitive}, after`
    const lines = [
      ...logged((log) => log.warn(text)),
      ...logged((log) => log.warn({ deep: { list: [text] } }, 'a %s', text)),
      ...logged((log) => log.error(new Error(text))),
      ...logged((log) => log.error({ err: new Error('outer', { cause: new Error(text) }) }, 'failed')),
      ...logged((log) => log.error({ err: Object.assign(new Error('no'), { response: text }) }, 'failed')),
    ]
    expect(lines).toHaveLength(5)
    for (const line of lines) {
      expect(line).not.toMatch(secret)
      expect(() => JSON.parse(line)).not.toThrow()
      expect(line).toContain('before')
      expect(line).toContain('after')
    }
  })

  it.each([
    'secret',
    'SLACK_BOT_TOKEN',
    'clientSecret',
    'password',
    'Authorization',
    'set-cookie',
    'SAMLResponse',
    'privateKey',
  ])('never shows a field named %s', (name) => {
    expect(parsed((log) => log.info({ headers: { [name]: ['hush'] } })).headers).toEqual({ [name]: '[removed]' })
  })

  it('keeps what is needed to find a fault: type, message, code, stack and cause', () => {
    const fault = Object.assign(new TypeError('no answer', { cause: new Error('refused') }), { code: 'ECONNREFUSED' })
    const line = parsed((log) => log.error(fault))
    expect(line.msg).toBe('no answer')
    expect(line.err).toMatchObject({
      type: 'TypeError',
      code: 'ECONNREFUSED',
      stack: expect.stringContaining('log.test.ts'),
      cause: { message: 'refused' },
    })
  })

  it('keeps names of packages, versions and identifiers as they are', () => {
    const text = 'node_modules/@slack/bolt/dist/App.js:3 zod@4.6.7 R-7K4Q 0190b9a1-7d3c-7000-8000-000000000000'
    expect(parsed((log) => log.info(text)).msg).toBe(text)
  })

  it('shows the links of mails that go nowhere', () => {
    const links = ['http://localhost:3000/register/complete?secret=abc']
    expect(parsed((log) => log.info({ links }, 'mail kept')).links).toEqual(links)
  })

  it('survives what can not be written down', () => {
    const loop: Record<string, unknown> = {
      bytes: Buffer.from('hush'),
      at: new Date(0),
      none: undefined,
      nothing: null,
    }
    loop.loop = loop
    const line = parsed((log) => log.info(loop, 'loop'))
    expect(line).toMatchObject({ msg: 'loop', bytes: '[bytes]', at: '1970-01-01T00:00:00.000Z', nothing: null })
  })
})
