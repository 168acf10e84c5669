import { monitorEventLoopDelay } from 'node:perf_hooks'
import { getHeapStatistics } from 'node:v8'
import type { RequestHandler } from 'express'
import { Busy } from './busy.ts'

/** How much work is taken on; above any of these, new work is refused. */
export interface Ceiling {
  /** Requests that are not answered yet. */
  readonly inProgress: number
  /**
   * Milliseconds that a turn of the event loop takes, as the mean of the last half second. An acknowledgement takes a few turns, and
   * chats wait for three seconds.
   */
  readonly turnMs: number
  /** Of the heap that V8 was given, as a share of one. */
  readonly heapShare: number
}

export const defaultCeiling: Ceiling = { inProgress: 1000, turnMs: 500, heapShare: 0.9 }

const lookEveryMs = 500

/**
 * Chats give up after three seconds and cannot be asked to come back, and whoever looks after the process wants to know most of all
 * then: these are always let in.
 */
const alwaysLetIn = /^\/(slack\/|api\/messages|healthz$|readyz$|metrics$)/i

/** Refuses new work with `Busy` while there is too much of it; what was let in is finished. */
export const openLoad = (ceiling: Ceiling): { readonly guard: RequestHandler; close(): void } => {
  const turns = monitorEventLoopDelay({ resolution: 20 })
  turns.enable()
  let inProgress = 0
  let isStrained = false
  const look = (): void => {
    const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics()
    // What is measured is the time between two looks at the clock, twenty milliseconds apart when there is nothing to do.
    const turnMs = turns.mean / 1e6 - 20
    isStrained = turnMs > ceiling.turnMs || used > limit * ceiling.heapShare
    turns.reset()
  }
  const timer = setInterval(look, lookEveryMs)
  timer.unref()
  look()
  return {
    guard: (request, response, next) => {
      if (alwaysLetIn.test(request.path)) return next()
      if (isStrained || inProgress >= ceiling.inProgress) return next(new Busy())
      inProgress++
      response.once('close', () => {
        inProgress--
      })
      next()
    },
    close: () => {
      clearInterval(timer)
      turns.disable()
    },
  }
}
