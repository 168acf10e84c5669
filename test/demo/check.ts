/** Says what was expected and what was found; the story stops there. */
export const check = (holds: boolean, what: string, found?: unknown): void => {
  if (!holds) throw new Error(found === undefined ? what : `${what}; found: ${JSON.stringify(found)?.slice(0, 600)}`)
}

/** Tries until it holds; throws the last thing that was wrong when it takes too long. */
export const eventually = async (holds: () => Promise<void> | void, milliseconds = 15_000): Promise<void> => {
  const deadline = Date.now() + milliseconds
  for (;;) {
    try {
      return await holds()
    } catch (error) {
      if (Date.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}
