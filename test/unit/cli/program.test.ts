import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { mistakeOf } from '../../../services/cli/cli-language.js';
import { bashScript } from '../../../services/cli/completion/bash-script.js';
import { placesOf } from '../../../services/cli/completion/completion-words.js';
import { zshScript } from '../../../services/cli/completion/zsh-script.js';
import { buildProgram } from '../../../services/cli/program.js';

const program = buildProgram({ env: {}, isTerminal: false });
const all = (command: Command): Command[] => [command, ...command.commands.flatMap(all)];
const pathOf = (command: Command): string =>
  command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
const leaves = all(program).filter((command) => command.commands.length === 0);

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  return text;
}

describe('every command', () => {
  it.each(all(program).map((command) => [pathOf(command), command] as const))(
    '%s helps in Chinese',
    (_path, command) => {
      const help = helpOf(command);
      expect(help).toMatch(/示例：(npm|hub|source)/);
      expect(help).not.toMatch(/Usage:|Options:|Commands:|Arguments:|\(default|\[options\]|display help/);
    },
  );

  it.each(leaves.map((command) => [pathOf(command), command] as const))('%s speaks JSON', (_path, command) => {
    expect(command.options.map(({ long }) => long)).toContain('--json');
  });
});

describe('a mistyped command line', () => {
  it.each([
    ["error: unknown option '--fed'\n(Did you mean --feed?)", '没有选项 --fed，是不是 --feed？用 --help 查看用法。'],
    ["error: unknown command 'x'", '没有命令 x。用 --help 查看用法。'],
    ["error: missing required argument 'file'", '缺少参数 <file>。用 --help 查看用法。'],
    ["error: option '--year <year>' argument missing", '选项 --year <year> 缺少取值。用 --help 查看用法。'],
    [
      "error: option '--scale <n>' argument '0' is invalid. 须为大于 0 的数字",
      '选项 --scale <n> 的取值不正确：须为大于 0 的数字。用 --help 查看用法。',
    ],
    [
      "error: option '--profile <name>' argument 'dirty' is invalid. Allowed choices are clean, default, stress.",
      '选项 --profile <name> 只能是 clean, default, stress 之一。用 --help 查看用法。',
    ],
    ['error: too many arguments. Expected 1 argument but got 2.', '参数过多。用 --help 查看用法。'],
  ])('%s is told in Chinese', (english, chinese) => {
    expect(mistakeOf(english)).toBe(chinese);
  });
});

describe('completion', () => {
  const places = placesOf(program);

  it('knows every command and every option', () => {
    expect(places.map(({ at }) => at)).toEqual(expect.arrayContaining(['', ' stack', ' stack up', ' completion']));
    const submit = places.find(({ at }) => at === ' submit');
    expect(submit?.words.map(({ word }) => word)).toEqual(
      expect.arrayContaining(['--feed', '--dry-run', '--json', '--help']),
    );
  });

  const complete = (...words: string[]): string[] => {
    const folder = mkdtempSync(join(tmpdir(), 'completion-'));
    const line = words.map((word) => `'${word}'`).join(' ');
    writeFileSync(join(folder, 'hub.bash'), bashScript('hub', places));
    const script = `source ${folder}/hub.bash; COMP_WORDS=(hub ${line}); COMP_CWORD=${words.length}; _hub; printf '%s\\n' "\${COMPREPLY[@]}"`;
    try {
      return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split('\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it('of bash offers what fits at each place', () => {
    expect(complete('st').sort()).toEqual(['stack', 'start', 'status']);
    expect(complete('stack', '')).toEqual(expect.arrayContaining(['up', 'status', 'down', 'wipe']));
    expect(complete('stack', 'up', '--j')).toEqual(['--json']);
    expect(complete('submit', 'a.csv', '--s')).toEqual(['--source']);
    expect(complete('submit', 'x')).toEqual(['']);
  });

  it('of zsh has a line a place, with quotes and colons escaped', () => {
    const script = zshScript('hub', [{ at: '', words: [{ word: 'a:b', description: "it's" }] }]);
    expect(script).toContain(`"") items=('a\\:b:it'\\''s') ;;`);
    expect(zshScript('hub', places)).toContain('" stack up") items=(');
  });
});
