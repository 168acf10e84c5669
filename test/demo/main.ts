/** `npm run demo`: Toegang with everything around it. `-- --check` plays the story and says how each step went. */
import { openDemoPage } from './page/server.ts'
import { preparing, story } from './story.ts'
import { openDemoWorld } from './world.ts'

const playAll = async (): Promise<number> => {
  const world = await openDemoWorld()
  let passed = 0
  let failed = 0
  try {
    await world.toegang.start()
    for (const { title, play } of story(world)) {
      // Later steps build on this one, so the first that fails is the last that is tried.
      if (failed > 0) break
      try {
        await play()
        passed += 1
        console.log(`✔ ${title}`)
      } catch (error) {
        failed += 1
        console.log(`✘ ${title}\n  ${error instanceof Error ? error.message : String(error)}`)
        for (const line of world.toegang.output.slice(-10)) console.log(`  | ${line}`)
      }
    }
  } finally {
    await world.close()
  }
  console.log(`Steps ${passed} passed, ${failed} failed`)
  return failed
}

const run = async (): Promise<void> => {
  const world = await openDemoWorld({ port: 3000 })
  await world.toegang.start()
  for (const { play } of story(world).slice(0, preparing)) await play()
  const page = await openDemoPage(world, 3001)
  console.log(`
Toegang runs on ${world.toegang.url}, with three companies on an embedded store in a temporary folder.

  Open ${page.url}: Slack and Teams side by side, and the mails under them.
  As Anna de Vries (administrator) type in either window:   help   ·   uitnodigen invited@acme.example
  As Sara Osei type:                                        aanvragen Bouw omdat ik dat nodig heb
  Then be Anna again and approve or decline; both windows change.

  The portal:               ${world.toegang.url}/login   (anna@acme.example; the link is among the mails)
  Single sign-on:           ${world.toegang.url}/login   (sso@acme.example)
  Registering yourself:     ${world.toegang.url}/register/apply   (any name@delta.example)

  Ctrl+C ends it and removes everything.`)
  const end = async (): Promise<void> => {
    await page.close()
    await world.close()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end())
}

if (process.argv.includes('--check')) process.exit((await playAll()) > 0 ? 1 : 0)
await run()
