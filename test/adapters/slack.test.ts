import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { asTyped } from '../../adapters/slack/say.ts'
import { type Answer, buttonsIn, type SlackUser, wordsIn } from '../fakes/slack.ts'
import { openSlackWorld, type SlackWorld, sees } from './slack-world.ts'

let world: SlackWorld
beforeEach(async () => {
  world = await openSlackWorld()
})
afterEach(async () => {
  const { violations } = world.slack
  await world.close()
  expect(violations).toEqual([])
})

describe('the door', () => {
  const attempts: readonly (readonly [string, Parameters<SlackWorld['slack']['slash']>[4]])[] = [
    ['signed with another secret', { secret: 'wrong' }],
    ['of six minutes ago', { timestampOff: -360 }],
    ['of six minutes from now', { timestampOff: 360 }],
    ['without a signature', { withoutHeaders: ['x-slack-signature'] }],
    ['without a date', { withoutHeaders: ['x-slack-request-timestamp'] }],
    ['changed after it was signed', { forge: (body) => body.replace('Bouw', 'Basis') }],
  ]
  it.each(attempts)('stays shut for a command %s, and nothing is kept of it', async (_what, tamper) => {
    const anna = await world.person('Anna')
    expect(await world.slack.slash(anna, undefined, '/toegang', 'aanvragen Bouw', tamper)).toMatchObject({
      status: 401,
    })
    await world.settled()
    expect(await world.requests()).toEqual([])
    expect(await world.accounts()).toEqual([])
    expect(world.slack.calls).toEqual([])
  })

  it.each([-240, 240])('opens for a clock that is %i seconds off', async (timestampOff) => {
    const anna = await world.person('Anna')
    expect(await world.slack.slash(anna, undefined, '/toegang', 'help', { timestampOff })).toMatchObject({
      status: 200,
    })
    await sees(world.slack, anna, 'Dit kun je hier doen')
  })

  it('answers the question whether the address is ours only when it is signed', async () => {
    const question = JSON.stringify({ type: 'url_verification', challenge: 'echo' })
    expect(await world.slack.sendRaw('/slack/events', 'application/json', question)).toMatchObject({
      status: 200,
      body: { challenge: 'echo' },
    })
    expect(await world.slack.sendRaw('/slack/events', 'application/json', question, { secret: 'wrong' })).toMatchObject(
      { status: 401, body: undefined },
    )
  })
})

describe('a slash command', () => {
  it('is answered for its writer only, in the language of that person in Slack', async () => {
    const [anna, bram] = [await world.person('Anna'), await world.person('Bram')]
    const channel = world.slack.addChannel({ name: 'bouw', members: [anna, bram] })
    await world.slack.slash(anna, channel, '/toegang', 'licenties')
    const answer = await sees(world.slack, anna, 'Bouw')
    expect(answer.visibleTo).toBe(anna.id)
    expect(world.slack.messagesTo(bram)).toEqual([])
    anna.locale = 'en-GB'
    await world.slack.slash(anna, channel, '/access')
    await sees(world.slack, anna, 'What you can do here')
  })

  it('is acknowledged at once and empty, before any work', async () => {
    const anna = await world.person('Anna')
    const go = world.stall()
    const answer = await world.slack.slash(anna, undefined, '/toegang', 'wie')
    expect(answer).toMatchObject({ status: 200, body: undefined })
    expect(world.slack.messagesTo(anna)).toEqual([])
    go()
    await sees(world.slack, anna, 'Je bent Anna')
  })

  it('makes a request with what was typed', async () => {
    const anna = await world.person('Anna')
    await world.slack.slash(anna, undefined, '/toegang', 'aanvragen Bouw voor R&amp;D &lt;noord&gt;')
    await sees(world.slack, anna, 'R-')
    expect(await world.requests()).toMatchObject([
      { requesterId: anna.userId, reason: 'voor R&D <noord>', via: 'slack', state: 'open' },
    ])
    expect(await world.accounts()).toMatchObject([{ accountId: anna.id, userId: anna.userId }])
  })

  it('that was mistyped brings the nearest one, with a button that says it right', async () => {
    const anna = await world.person('Anna')
    await world.slack.slash(anna, undefined, '/toegang', 'lisenties')
    const answer = await sees(world.slack, anna, 'lisenties')
    await world.slack.click(anna, answer, 'licenties')
    await sees(world.slack, anna, 'je hebt geen toegang')
  })

  it('may be longer than anybody reads', async () => {
    const anna = await world.person('Anna')
    await world.slack.slash(anna, undefined, '/toegang', `"'<@&>"\u0001 ${'"👷'.repeat(4000)}`)
    await sees(world.slack, anna, 'ken ik niet')
    await world.slack.slash(anna, undefined, '/toegang', `aanvragen ${'👷'.repeat(4000)}`)
    await sees(world.slack, anna, 'geen licentie')
  })

  it('of somebody without an account leads to registering, and keeps nothing', async () => {
    const nobody = world.slack.addUser({ name: 'Niemand' })
    await world.slack.slash(nobody, undefined, '/toegang', 'wie')
    await sees(world.slack, nobody, 'nog geen account')
    expect(await world.accounts()).toEqual([])
  })

  it('that goes wrong is answered with a reference, under which the log has the rest', async () => {
    const anna = await world.person('Anna')
    anna.locale = 'en-US'
    world.breakStore(true)
    await world.slack.slash(anna, undefined, '/toegang', 'wie')
    const answer = await sees(world.slack, anna, 'Something went wrong')
    const [, reference = ''] = /code (\w{6})/.exec(wordsIn(answer)) ?? []
    expect(world.logged.join()).toContain(reference)
    expect(world.logged.join()).toContain('the disk is gone')
    expect(JSON.stringify(answer)).not.toMatch(/disk|slack\/|\.ts/)
    expect(world.logged.join()).not.toMatch(/xoxb|@acme/)
  })

  it('gives an administrator no power before the account is confirmed', async () => {
    const bea = await world.person('Bea', { role: 'administrator' })
    await world.slack.slash(bea, undefined, '/toegang', 'uitnodigen new@acme.example')
    await world.slack.click(bea, await sees(world.slack, bea, 'bevestig'), 'Chataccount bevestigen')
    const link = await sees(world.slack, bea, 'Open de link')
    const { url } = await world.slack.click(bea, link, 'Chataccount bevestigen')
    expect(url).toMatch(/^https:\/\/toegang\.example\/chat\/confirm\?secret=/)
    expect(await world.read((tx) => tx.invitations.list({}))).toEqual([])
  })
})

describe('when Slack or the store is in trouble', () => {
  const acknowledged = (answer: Answer) => {
    expect(answer).toMatchObject({ status: 200 })
  }

  it('everything is acknowledged while neither answers', async () => {
    const anna = await world.person('Anna')
    await world.slack.slash(anna, undefined, '/toegang', 'licenties')
    const list = await sees(world.slack, anna, 'Bouw')
    await world.slack.click(anna, list, 'Toegang aanvragen')
    const form = await world.slack.waitFor(() => world.slack.modals(anna).find((view) => view.source['submit']))
    const go = world.stall()
    world.slack.faults.plan({ fault: { kind: 'status', status: 503 }, times: 1000 })
    acknowledged(await world.slack.slash(anna, undefined, '/toegang', 'wie'))
    acknowledged(await world.slack.click(anna, list, 'Toegang aanvragen'))
    acknowledged((await world.slack.say(anna, 'wie')) ?? expect.fail('not sent'))
    acknowledged(await world.slack.openHome(anna))
    acknowledged(await world.slack.submit(anna, form, { licenceId: world.bouw.id }))
    go()
    world.slack.faults.clear()
    await world.settled()
  })

  it('a short trouble goes unnoticed', async () => {
    const anna = await world.person('Anna')
    world.slack.faults.plan({ method: 'users.info', fault: { kind: 'reset' } })
    world.slack.faults.plan({ method: 'users.info', call: 2, fault: { kind: 'ratelimited', retryAfter: 1 } })
    await world.slack.slash(anna, undefined, '/toegang', 'wie')
    await sees(world.slack, anna, 'Je bent Anna')
  })
})

describe('a direct message', () => {
  it('is understood as a command, and answered once', async () => {
    const anna = await world.person('Anna')
    await world.slack.say(anna, 'aanvragen Bouw voor <https://bouw.example|bouw.example>', undefined, { repeats: 3 })
    const answer = await sees(world.slack, anna, 'R-')
    expect(answer.visibleTo).toBeUndefined()
    await world.settled()
    expect(await world.requests()).toMatchObject([{ reason: 'voor bouw.example' }])
    expect(world.slack.messagesTo(anna)).toHaveLength(1)
  })

  it('is answered once, also when the process was replaced between two deliveries', async () => {
    const anna = await world.person('Anna')
    await world.slack.say(anna, 'aanvragen Bouw')
    await sees(world.slack, anna, 'R-')
    await world.restart()
    const delivery = world.slack.deliveries.find(({ kind }) => kind === 'event')
    if (!delivery) throw new Error('nothing was delivered')
    await world.slack.redeliver(delivery, 2)
    await world.settled()
    expect(await world.requests()).toHaveLength(1)
    expect(world.slack.messagesTo(anna)).toHaveLength(1)
  })

  it('that asks for a form brings a button that opens it, with what was filled in', async () => {
    const bea = await world.administrator('Bea')
    await world.slack.say(bea, 'geef <mailto:anna@acme.example|anna@acme.example>')
    await world.slack.click(bea, await sees(world.slack, bea, 'Toegang geven'), 'Toegang geven')
    const form = await world.slack.waitFor(() => world.slack.modals(bea).find((view) => view.source['submit']))
    expect(form.values['user']?.['value']).toMatchObject({ value: 'anna@acme.example' })
  })

  it('of the app itself or in a channel is nobody’s command', async () => {
    const anna = await world.person('Anna')
    await world.slack.say(anna, 'help')
    await sees(world.slack, anna, 'Dit kun je hier doen')
    const own = await world.slack.waitFor(() => world.slack.deliveries[1])
    expect(own.payload['event']).toHaveProperty('bot_id')
    await world.slack.redeliver(own)
    await world.settled()
    expect(world.slack.messagesTo(anna)).toHaveLength(1)
  })
})

describe('how Slack writes', () => {
  it.each([
    ['R&amp;D &lt;b&gt; &amp;lt;', 'R&D <b> &lt;'],
    ['<mailto:a@b.example|a@b.example>', 'a@b.example'],
    ['zie <https://x.example/?a=1&amp;b=2>', 'zie https://x.example/?a=1&b=2'],
    ['zie <https://x.example|hier>', 'zie hier'],
    ['<@U123> <!here> <#C1|bouw>', '<@U123> <!here> <#C1|bouw>'],
    ['a < b > c', 'a < b > c'],
  ])('%s is read as it was typed', (written, typed) => expect(asTyped(written)).toBe(typed))
})

describe('the Home tab', () => {
  const homeOf = async (user: SlackUser, words: string) =>
    world.slack.waitFor(() => {
      const home = world.slack.home(user)
      return home && wordsIn(home).includes(words) && home
    })

  it('shows who I am, what I can use, and what I asked', async () => {
    const anna = await world.person('Anna')
    await world.slack.slash(anna, undefined, '/toegang', 'aanvragen Bouw')
    await sees(world.slack, anna, 'R-')
    await world.slack.openHome(anna)
    const home = await homeOf(anna, 'Je bent Anna')
    expect(wordsIn(home)).toContain('Licenties')
    expect(wordsIn(home)).toContain('1 aanvraag van jou')
    expect(buttonsIn(home)).not.toContain('Goedkeuren')
  })

  it('lets an administrator decide, and is up to date afterwards', async () => {
    const [anna, bea] = [await world.person('Anna'), await world.administrator('Bea')]
    await world.slack.slash(anna, undefined, '/toegang', 'aanvragen Bouw')
    await sees(world.slack, anna, 'R-')
    await world.slack.openHome(bea)
    const before = await homeOf(bea, '1 open aanvraag')
    await world.slack.click(bea, before, 'Goedkeuren')
    await homeOf(bea, '0 open aanvragen')
    expect(await world.requests()).toMatchObject([{ state: 'approved' }])
    await world.slack.waitFor(() => wordsIn(world.slack.modal(bea) ?? []).includes('✅'))
  })

  it('stays within what Slack takes, however much there is', async () => {
    const bea = await world.administrator('Bea')
    const people = await Promise.all(Array.from({ length: 12 }, (_, index) => world.person(`Persoon${index}`)))
    const many = Array.from({ length: 25 }, (_, index) => ({
      ...world.bouw,
      id: `${world.bouw.id.slice(0, -6)}f${String(index).padStart(5, '0')}`,
      name: `Licentie ${index} ${'x'.repeat(80)}`,
    }))
    await world.write(async (tx) => {
      for (const one of many) await tx.licences.put(one)
    })
    for (const person of people)
      await world.slack.slash(person, undefined, '/toegang', `aanvragen Bouw ${'lange reden '.repeat(40)}`)
    await world.settled()
    await world.slack.openHome(bea)
    const home = await homeOf(bea, '12 open aanvragen')
    expect(wordsIn(home)).toContain('Licentie 0')
    expect(wordsIn(home)).toContain('0 aanvragen van jou')
  })

  it('says to a stranger what to do, and shows nothing else', async () => {
    const nobody = world.slack.addUser({ name: 'Niemand' })
    await world.slack.openHome(nobody)
    expect(wordsIn(await homeOf(nobody, 'nog geen account'))).not.toContain('Bouw')
  })

  it('leaves the messages tab alone', async () => {
    const anna = await world.person('Anna')
    await world.slack.openHome(anna, {
      payload: { event: { type: 'app_home_opened', user: anna.id, tab: 'messages' } },
    })
    await world.settled()
    expect(world.slack.home(anna)).toBeUndefined()
  })
})

describe('the app’s removal', () => {
  it('is heard in either order, and changes nothing for the workspace of a fixed token', async () => {
    const answers = await world.slack.uninstall(undefined, ['app_uninstalled', 'tokens_revoked'])
    expect(answers).toMatchObject([{ status: 200 }, { status: 200 }])
  })
})

describe('the sharing of a channel with another organisation', () => {
  it.each(['channel_shared', 'channel_unshared'])('%s of a channel without requests is heard', async (type) => {
    const { id } = world.slack.addChannel({ name: 'bouw', members: [] })
    expect(await world.slack.event({ type, channel: id, connected_team_id: 'T0OTHER' })).toMatchObject({ status: 200 })
    await world.settled()
    expect(world.logged).toEqual([])
    expect(world.slack.calls.filter(({ method }) => method.startsWith('chat.'))).toEqual([])
  })
})
