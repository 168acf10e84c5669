import { story } from './story.ts'
import { openDemoWorld } from './world.ts'
const world = await openDemoWorld()
await world.toegang.start()
try { for (const { play } of story(world).slice(0, 3)) await play() } catch (error) { console.log(String(error).slice(0,300)) }
console.log(JSON.stringify(world.teams.messagesTo(world.people.admin.teams).map((m) => m.card ?? m.text), null, 0).slice(0, 3000))
console.log(world.toegang.output, world.teams.violations)
await world.close(); process.exit(0)
