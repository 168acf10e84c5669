import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, vi } from 'vitest'
import { openLog } from '../../adapters/log.ts'
import { openWorker } from '../../adapters/worker.ts'
import type { Outside } from '../../src/delivery/outside.ts'
import type { Core } from '../../src/kernel/answer.ts'
import { type Queue, queues } from '../../src/trail/message.ts'

const coreThat = (deliver: (queue: Queue) => Promise<number>): Core =>
  ({
    onCommit: () => undefined,
    sweep: async () => undefined,
    deliver: (_outside: Outside, share: { readonly queue: Queue }) => deliver(share.queue),
  }) as unknown as Core

it('leaves what waits for whoever is next when it is asked to stop, once what it took is sent', async () => {
  let sending = 0
  const core = coreThat(async () => {
    sending++
    await sleep(5)
    sending--
    // There is always more.
    return 20
  })
  const worker = openWorker(core, {} as Outside, openLog('silent'))
  await vi.waitFor(() => expect(sending).toBe(queues.length))
  await worker.stop()
  expect(sending).toBe(0)
})

it('keeps no queue waiting for another', async () => {
  const taken: Queue[] = []
  let release = (_count: number): void => undefined
  const slow = new Promise<number>((resolve) => {
    release = resolve
  })
  const core = coreThat((queue) => {
    taken.push(queue)
    return queue === 'invitation' ? slow : Promise.resolve(taken.filter((one) => one === queue).length < 3 ? 1 : 0)
  })
  const worker = openWorker(core, {} as Outside, openLog('silent'))
  await vi.waitFor(() => expect(taken.filter((queue) => queue === 'chat')).toHaveLength(3))
  expect(taken.filter((queue) => queue === 'invitation')).toHaveLength(1)
  release(0)
  await worker.stop()
})
