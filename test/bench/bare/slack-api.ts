/** As much of Slack's Web API as a command needs, as fast as it can be: whoever asks is not what is measured. */
import { listen } from './listen.ts'

listen((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    const user = new URLSearchParams(Buffer.concat(parts).toString()).get('user') ?? ''
    const number = user.slice(1)
    const answer = request.url?.endsWith('/users.info')
      ? {
          ok: true,
          user: {
            id: user,
            team_id: 'TBENCH',
            real_name: `Person ${number}`,
            is_email_confirmed: true,
            locale: 'nl-NL',
            profile: { email: `person${number}@bench.example` },
          },
        }
      : {
          ok: true,
          team_id: 'TBENCH',
          team: 'Bench',
          user_id: 'UBOT',
          bot_id: 'BBOT',
          channel: { id: 'D1' },
          ts: '1.1',
        }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  })
})
