/**
 * Completion scripts for three shells, from a plain description of the commands. After an option that takes a
 * value, files are offered; otherwise the command's own words and options, and files where it takes them.
 */

export interface CompletedCommand {
  readonly name: string;
  readonly about: string;
  readonly options: readonly {
    readonly name: string;
    readonly about: string;
    readonly takesValue: boolean;
  }[];
  /** Arguments other than files. */
  readonly words: readonly string[];
  readonly takesFiles: boolean;
}

type Script = (commands: readonly CompletedCommand[]) => string;

function optionNames({ options }: CompletedCommand): string[] {
  return [...options.map(({ name }) => name), '--help'];
}

function valueOptions(commands: readonly CompletedCommand[]): string[] {
  return [
    ...new Set(
      commands.flatMap(({ options }) =>
        options.filter(({ takesValue }) => takesValue).map(({ name }) => name),
      ),
    ),
  ];
}

const bash: Script = (commands) => `# bash completion for ironbird: source <(ironbird completion bash)
_ironbird() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words='' files=''
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${[...commands.map(({ name }) => name), '--help', '--version'].join(' ')}' -- "$current"))
    return
  fi
  case "$previous" in
    ${valueOptions(commands).join('|')})
      COMPREPLY=($(compgen -f -- "$current"))
      return ;;
  esac
  case "\${COMP_WORDS[1]}" in
${commands
  .map(
    (command) =>
      `    ${command.name}) words='${[...command.words, ...optionNames(command)].join(' ')}'${command.takesFiles ? ' files=1' : ''} ;;`,
  )
  .join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [ -n "$files" ]; then COMPREPLY+=($(compgen -f -- "$current")); fi
}
complete -o filenames -F _ironbird ironbird
`;

function zshText(text: string): string {
  return text.replaceAll("'", '’').replaceAll(':', '\\:').replaceAll('[', '(').replaceAll(']', ')');
}

const zsh: Script = (commands) => `#compdef ironbird
# zsh completion for ironbird: source <(ironbird completion zsh)
_ironbird() {
  local -a commands words
  commands=(
${commands.map(({ name, about }) => `    '${name}:${zshText(about)}'`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    return
  fi
  case "\${words[CURRENT-1]}" in
    ${valueOptions(commands).join('|')}) _files; return ;;
  esac
  case "\${words[2]}" in
${commands
  .map(
    (command) =>
      `    ${command.name}) compadd -- ${[...command.words, ...optionNames(command)].join(' ')}${command.takesFiles ? '; _files' : ''} ;;`,
  )
  .join('\n')}
  esac
}
compdef _ironbird ironbird
`;

function fishText(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
}

const fish: Script = (commands) => {
  const lines = [
    '# fish completion for ironbird: ironbird completion fish | source',
    'complete -c ironbird -f',
  ];
  for (const { name, about } of commands) {
    lines.push(`complete -c ironbird -n __fish_use_subcommand -a ${name} -d '${fishText(about)}'`);
  }
  for (const { name, options, words, takesFiles } of commands) {
    const here = `complete -c ironbird -n '__fish_seen_subcommand_from ${name}'`;
    if (words.length > 0) lines.push(`${here} -a '${words.join(' ')}'`);
    if (takesFiles) lines.push(`${here} -F`);
    for (const { name: option, about, takesValue } of options) {
      lines.push(`${here} -l ${option.replace(/^--/, '')}${takesValue ? ' -r' : ''} -d '${fishText(about)}'`);
    }
  }
  return `${lines.join('\n')}\n`;
};

export const SCRIPTS: Readonly<Record<string, Script>> = { bash, zsh, fish };
