/** Shows how far something is: a bar that grows on a terminal, a line per part elsewhere, so that a log stays readable. */
export interface Progress {
  show(part: string, done: number, of: number): void
  /** Ends the line of the bar. */
  end(): void
}

const width = 30

/** A bar on `stream` (standard error, unless told otherwise: standard output is for the result). */
export const openProgress = (
  stream: { readonly isTTY?: boolean; write(text: string): unknown } = process.stderr,
): Progress => {
  let last: string | undefined
  return {
    show: (part, done, of) => {
      if (stream.isTTY) {
        const filled = Math.floor((done / of) * width)
        const bar = `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`
        stream.write(`\r${bar} ${String(Math.floor((done / of) * 100)).padStart(3)} % ${part}\u001b[K`)
      } else if (part !== last) stream.write(`${part} …\n`)
      last = part
    },
    end: () => {
      if (stream.isTTY && last !== undefined) stream.write('\n')
    },
  }
}
