import { cliCommands } from './commands.ts'

/** What can follow `toegang`, with what follows that and its options. */
const nouns = (): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>()
  for (const name of Object.keys(cliCommands)) {
    const [noun = '', verb = ''] = name.split(' ')
    found.set(noun, [...(found.get(noun) ?? []), verb])
  }
  for (const [noun, verbs] of own) found.set(noun, [...verbs])
  return found
}

const own: readonly (readonly [string, readonly string[]])[] = [
  ['serve', []],
  ['slack', ['manifest']],
  ['teams', ['package']],
  ['store', ['copy', 'backup', 'back']],
  ['completion', ['bash', 'zsh', 'fish']],
  ['doctor', []],
]

const optionsOf = (name: string): string[] =>
  Object.keys(cliCommands[name]?.options ?? {}).map((option) => `--${option}`)

const bash = (): string => `_toegang() {
  local words="$(_toegang_words "\${COMP_WORDS[1]}" "\${COMP_WORDS[2]}" "$COMP_CWORD")"
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
_toegang_words() {
  if [ "$3" -le 1 ]; then echo "${[...nouns().keys()].join(' ')}"; return; fi
  if [ "$3" -eq 2 ]; then case "$1" in
${[...nouns()].map(([noun, verbs]) => `    ${noun}) echo "${verbs.join(' ')}" ;;`).join('\n')}
  esac; return; fi
  case "$1 $2" in
${Object.keys(cliCommands)
  .map((name) => `    "${name}") echo "${[...optionsOf(name), '--json'].join(' ')}" ;;`)
  .join('\n')}
  esac
}
complete -o default -F _toegang toegang
`

const fish = (): string =>
  [
    ...[...nouns().keys()].map((noun) => `complete -c toegang -f -n __fish_use_subcommand -a ${noun}`),
    ...[...nouns()].flatMap(([noun, verbs]) =>
      verbs.map((verb) => `complete -c toegang -f -n '__fish_seen_subcommand_from ${noun}' -a ${verb}`),
    ),
    ...Object.keys(cliCommands).flatMap((name) => {
      const [noun, verb] = name.split(' ')
      const seen = `'__fish_seen_subcommand_from ${noun}; and __fish_seen_subcommand_from ${verb}'`
      return optionsOf(name).map((option) => `complete -c toegang -n ${seen} -l ${option.slice(2)}`)
    }),
    '',
  ].join('\n')

/** The shells that can be helped, and what each is to read. zsh reads that of bash. */
const scripts: { readonly [shell: string]: () => string } = {
  bash,
  zsh: () => `autoload -U +X bashcompinit && bashcompinit\n${bash()}`,
  fish,
}

export const completionUsage = 'completion bash|zsh|fish'

/** `toegang completion <shell>` prints what `source` or `eval` makes the shell complete with. Answers the exit code. */
export const printCompletion = (shell: string | undefined): number => {
  const script = scripts[shell ?? '']
  if (!script) {
    console.error(`Usage: toegang ${completionUsage}`)
    return 2
  }
  console.log(script())
  return 0
}
