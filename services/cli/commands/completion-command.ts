import { Argument, Command } from 'commander';
import { bashScript } from '../completion/bash-script.js';
import { placesOf } from '../completion/completion-words.js';
import { zshScript } from '../completion/zsh-script.js';
import { say } from '../say.js';

const SCRIPTS = { bash: bashScript, zsh: zshScript };

/** `hub completion`: from the tree of commands itself, so that it never lags behind. */
export function completionCommand(program: Command): Command {
  return new Command('completion')
    .description('输出命令补全脚本')
    .addArgument(new Argument('<shell>', '命令解释器').choices(Object.keys(SCRIPTS)))
    .option('--json', '输出各处可用的词（JSON）', false)
    .addHelpText('after', '\n示例：source <(hub completion bash)')
    .action((shell: keyof typeof SCRIPTS, { json }: { json: boolean }) => {
      const places = placesOf(program);
      say(json ? JSON.stringify(places) : SCRIPTS[shell](program.name(), places).trimEnd());
    });
}
