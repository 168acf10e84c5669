/** Lists say how many rows there are up to so many; beyond it people search, they don't count. */
export const countedTo = 1000

/** What `count(where, countedTo + 1)` found, as people read it; `less` of them are shown already. */
export const counted = (total: number, less = 0): string => (total > countedTo ? `${countedTo}+` : String(total - less))
