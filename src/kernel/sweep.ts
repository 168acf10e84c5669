/** How many due rows a clock command takes in one transaction; the rest comes in its next run. */
export const batch = 100
