import type { Command } from 'commander';

/** What may follow at one place of the command line: `''` for the program itself, `' stack up'` below it. */
export type Place = { at: string; words: { word: string; description: string }[] };

/** The tree of commands as places, so that a script knows what may follow where. */
export function placesOf(command: Command, at = ''): Place[] {
  const help = command.createHelp();
  const subcommands = help.visibleCommands(command);
  const words = [
    ...subcommands.map((inner) => ({ word: inner.name(), description: inner.description() })),
    ...help.visibleOptions(command).map(({ long, short, description }) => ({ word: long ?? short ?? '', description })),
  ];
  const inside = subcommands.filter((inner) => inner.name() !== 'help' && inner !== command);
  return [{ at, words }, ...inside.flatMap((inner) => placesOf(inner, `${at} ${inner.name()}`))];
}
