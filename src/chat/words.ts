import type { Language } from '../texts/language.ts'

/** The chat commands, in the order in which help shows them: the word in each language, what follows it, and for whom. */
export const chatCommands = {
  help: { nl: 'help', en: 'help', who: 'everyone' },
  whoami: { nl: 'wie', en: 'whoami', who: 'everyone' },
  licences: { nl: 'licenties', en: 'licences', who: 'everyone' },
  request: {
    nl: 'aanvragen',
    en: 'request',
    who: 'everyone',
    nlRest: '<licentie> [reden]',
    enRest: '<licence> [reason]',
  },
  standard: { nl: 'norm', en: 'standard', who: 'everyone', nlRest: '<nummer> [reden]', enRest: '<number> [reason]' },
  requests: {
    nl: 'verzoeken',
    en: 'requests',
    who: 'everyone',
    nlRest: '[week|maand|kwartaal|jaar]',
    enRest: '[week|month|quarter|year]',
  },
  withdraw: { nl: 'intrekken', en: 'withdraw', who: 'everyone', nlRest: '<aanvraag>', enRest: '<request>' },
  register: { nl: 'registreren', en: 'register', who: 'everyone' },
  switch: { nl: 'wissel', en: 'switch', who: 'everyone' },
  invite: {
    nl: 'uitnodigen',
    en: 'invite',
    who: 'administrator',
    nlRest: '<e-mail …> [--rol beheerder] [--licentie <licentie>]',
    enRest: '<e-mail …> [--role administrator] [--licence <licence>]',
  },
  approve: { nl: 'goedkeuren', en: 'approve', who: 'administrator', nlRest: '<aanvraag …>', enRest: '<request …>' },
  decline: {
    nl: 'afwijzen',
    en: 'decline',
    who: 'administrator',
    nlRest: '<aanvraag …> [reden]',
    enRest: '<request …> [reason]',
  },
  grant: {
    nl: 'geef',
    en: 'grant',
    who: 'administrator',
    nlRest: '<e-mail> <licentie> [tot]',
    enRest: '<e-mail> <licence> [until]',
  },
  revoke: {
    nl: 'ontneem',
    en: 'revoke',
    who: 'administrator',
    nlRest: '<e-mail> <licentie>',
    enRest: '<e-mail> <licence>',
  },
  users: { nl: 'gebruikers', en: 'users', who: 'administrator', nlRest: '[zoek]', enRest: '[search]' },
  block: { nl: 'blokkeer', en: 'block', who: 'administrator', nlRest: '<e-mail>', enRest: '<e-mail>' },
  unblock: { nl: 'deblokkeer', en: 'unblock', who: 'administrator', nlRest: '<e-mail>', enRest: '<e-mail>' },
  remove: { nl: 'verwijder', en: 'remove', who: 'administrator', nlRest: '<e-mail>', enRest: '<e-mail>' },
  admin: { nl: 'beheerder', en: 'admin', who: 'administrator', nlRest: '<e-mail> [tot]', enRest: '<e-mail> [until]' },
  resend: { nl: 'opnieuw', en: 'resend', who: 'administrator', nlRest: '<e-mail>', enRest: '<e-mail>' },
  licence: {
    nl: 'licentie',
    en: 'licence',
    who: 'administrator',
    nlRest: '<licentie> bedrijfsbreed|getoond aan|uit',
    enRest: '<licence> company-wide|shown on|off',
  },
  channel: { nl: 'kanaal', en: 'channel', who: 'administrator', nlRest: 'aan|uit', enRest: 'on|off' },
  settings: { nl: 'instellingen', en: 'settings', who: 'administrator' },
} as const satisfies {
  readonly [word: string]: {
    readonly nl: string
    readonly en: string
    readonly who: 'everyone' | 'administrator'
    readonly nlRest?: string
    readonly enRest?: string
  }
}

export type ChatCommand = keyof typeof chatCommands

export const allChatCommands = Object.keys(chatCommands) as ChatCommand[]

/** How a command is typed, with what follows it. */
export const usageOf = (command: ChatCommand, language: Language): string => {
  const words: { readonly nl: string; readonly en: string; readonly nlRest?: string; readonly enRest?: string } =
    chatCommands[command]
  const rest = language === 'nl' ? words.nlRest : words.enRest
  return rest ? `${words[language]} ${rest}` : words[language]
}

export type Heard =
  | { readonly kind: 'command'; readonly command: ChatCommand; readonly rest: string }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unknown'; readonly word: string; readonly nearest: ChatCommand; readonly rest: string }

/** Finds the command at the start of what somebody typed, in either language; a mistyped one comes with the nearest. */
export const hear = (typed: string): Heard => {
  const [, word = '', rest = ''] = /^\s*\/?(\S*)\s*([\s\S]*)$/.exec(typed) ?? []
  if (!word) return { kind: 'nothing' }
  const said = word.toLowerCase()
  const command = allChatCommands.find((one) => chatCommands[one].nl === said || chatCommands[one].en === said)
  if (command) return { kind: 'command', command, rest: rest.trim() }
  const [nearest = 'help'] = [...allChatCommands].sort((a, b) => distanceTo(said, a) - distanceTo(said, b))
  return { kind: 'unknown', word, nearest, rest: rest.trim() }
}

const distanceTo = (said: string, command: ChatCommand): number =>
  Math.min(distance(said, chatCommands[command].nl), distance(said, chatCommands[command].en))

/** Levenshtein's distance; commands are short, and a long text is nobody's typing mistake. */
const distance = (a: string, b: string): number => {
  const [short, long] = [b, a.slice(0, 40)]
  let row = Array.from({ length: short.length + 1 }, (_, index) => index)
  for (const [i, letter] of [...long].entries()) {
    const next = [i + 1]
    for (let j = 1; j <= short.length; j++)
      next.push(
        Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (letter === short[j - 1] ? 0 : 1)),
      )
    row = next
  }
  return row[short.length] ?? long.length
}
