/**
 * `ironbird completion <shell>`: a script that completes commands, options and the names of what is shipped.
 *
 * The script is made from the command tree itself, so that it cannot know other options than the program has.
 * Asking the program at every press of the key was the alternative; starting Node takes longer than typing.
 */
import { Argument, type Command } from 'commander';
import { RELIABILITY_MODELS } from '../campaign/reliability-models.js';
import { type CompletedCommand, SCRIPTS } from './completion-scripts.js';
import { EXIT } from './exit-codes.js';
import type { Session } from './session.js';
import { shippedNames } from './shipped-files.js';

export function addCompletion(program: Command, session: Session): void {
  program
    .command('completion')
    .description('a completion script for your shell')
    .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(SCRIPTS)))
    .addHelpText(
      'after',
      '\nbash: source <(ironbird completion bash)\nzsh:  source <(ironbird completion zsh)\nfish: ironbird completion fish | source',
    )
    .action((shell: string) =>
      session.run(async () => {
        const faults = await faultWords();
        session.terminal.out.write(SCRIPTS[shell](commandsOf(program, { faults })));
        return EXIT.held;
      }),
    );
}

function commandsOf(program: Command, names: { faults: string[] }): CompletedCommand[] {
  return program.commands.map((command) => ({
    name: command.name(),
    about: command.description(),
    options: command.options.map(({ long, description, required }) => ({
      name: long ?? '',
      about: description,
      takesValue: required,
    })),
    words: wordsOf(command, names),
    takesFiles: ['fly', 'agree', 'budget', 'reliability', 'validate', 'init'].includes(command.name()),
  }));
}

/** `sensor`, `sensor/stuck` … */
async function faultWords(): Promise<string[]> {
  const { FAULT_MODES } = await import('../fault/fault-modes.js');
  return Object.entries(FAULT_MODES).flatMap(([kind, modes]) => [
    kind,
    ...Object.keys(modes).map((mode) => `${kind}/${mode}`),
  ]);
}

/** What may stand as the command's argument, files apart. */
function wordsOf(command: Command, { faults }: { faults: string[] }): string[] {
  switch (command.name()) {
    case 'fly':
    case 'budget':
      return [...shippedNames('rig'), ...shippedNames('scenario')];
    case 'reliability':
      return [...new Set([...RELIABILITY_MODELS, ...shippedNames('rig')])];
    case 'agree':
      return shippedNames('agree');
    case 'faults':
      return faults;
    case 'validate':
      return [...shippedNames('rig'), ...shippedNames('scenario'), ...shippedNames('agree')];
    default:
      return command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
  }
}
