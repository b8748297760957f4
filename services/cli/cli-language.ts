import { Help, type Command, type Option } from 'commander';
import { failureLine } from './failure-line.js';

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Commands:': '命令：',
};

/** What commander says of a mistyped command line, by its English pattern. */
const MISTAKES: readonly (readonly [RegExp, (found: RegExpExecArray) => string])[] = [
  [/^unknown option '(.+?)'/, ([, option]) => `没有选项 ${option}`],
  [/^unknown command '(.+?)'/, ([, command]) => `没有命令 ${command}`],
  [/^missing required argument '(.+?)'/, ([, argument]) => `缺少参数 <${argument}>`],
  [/^required option '(.+?)' not specified/, ([, option]) => `缺少必需的选项 ${option}`],
  [/^option '(.+?)' argument missing/, ([, option]) => `选项 ${option} 缺少取值`],
  [/^too many arguments/, () => '参数过多'],
  [
    /^(?:command-argument value '.*' is invalid for argument '(.+?)'\. ?)Allowed choices are (.*)\./s,
    ([, name, all]) => `参数 ${name} 只能是 ${all} 之一`,
  ],
  [
    /^option '(.+?)' argument '.*' is invalid\. ?Allowed choices are (.*)\./s,
    ([, option, all]) => `选项 ${option} 只能是 ${all} 之一`,
  ],
  [/^option '(.+?)' argument '.*' is invalid\. ?(.*)/s, ([, option, why]) => `选项 ${option} 的取值不正确：${why}`],
  [
    /^command-argument value '.*' is invalid for argument '(.+?)'\. ?(.*)/s,
    ([, name, why]) => `参数 ${name} 不正确：${why}`,
  ],
];

const plain = new Help();
const inChinese = (usage: string): string => usage.replace('[options]', '[选项]').replace('[command]', '<命令>');

const HELP = {
  styleTitle: (title: string) => TITLES[title] ?? title,
  commandUsage: (command: Command) => inChinese(plain.commandUsage(command)),
  subcommandTerm: (command: Command) => inChinese(plain.subcommandTerm(command)),
  optionDescription: ({ description, defaultValue }: Option) =>
    defaultValue === undefined || typeof defaultValue === 'boolean'
      ? description
      : `${description}（默认 ${String(defaultValue)}）`,
};

/** Makes help and mistakes of a whole tree of commands Chinese. */
export function speakChinese(command: Command, json: boolean): Command {
  command
    .helpOption('-h, --help', '显示用法')
    .configureHelp(HELP)
    .configureOutput({
      outputError: (text, write) => write(failureLine({ code: 'USAGE', message: mistakeOf(text) }, json)),
    });
  if (command.commands.length > 0) command.helpCommand('help [命令]', '显示某个命令的用法');
  command.commands.forEach((inner) => speakChinese(inner, json));
  return command;
}

export function mistakeOf(text: string): string {
  const said = text.trim().replace(/^error: /, '');
  for (const [pattern, sentence] of MISTAKES) {
    const found = pattern.exec(said);
    if (!found) continue;
    const meant = /\(Did you mean (?:one of )?(.+?)\?\)/.exec(said)?.[1];
    return `${sentence(found).trim()}${meant ? `，是不是 ${meant}？` : '。'}用 --help 查看用法。`;
  }
  return said;
}
