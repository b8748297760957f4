import { Command } from 'commander';
import type { CliContext } from './cli-context.js';
import { speakChinese } from './cli-language.js';
import { archiveCommand } from './commands/archive-command.js';
import { backupCommand } from './commands/backup-command.js';
import { balanceCommand } from './commands/balance-command.js';
import { briefingCommand } from './commands/briefing-command.js';
import { completionCommand } from './commands/completion-command.js';
import { credentialsCommand } from './commands/credentials-command.js';
import { demoCommand } from './commands/demo-command.js';
import { connectorCommand } from './commands/connector-command.js';
import { deployCommand } from './commands/deploy-command.js';
import { doctorCommand } from './commands/doctor-command.js';
import { gapsCommand } from './commands/gaps-command.js';
import { intakeCommand } from './commands/intake-command.js';
import { lookupCommand } from './commands/lookup-command.js';
import { rebuildCommand } from './commands/rebuild-command.js';
import { parkedCommand } from './commands/parked-command.js';
import { receiptCommand } from './commands/receipt-command.js';
import { restoreCommand } from './commands/restore-command.js';
import { schemasCommand } from './commands/schemas-command.js';
import { stackCommand } from './commands/stack-command.js';
import { startCommand } from './commands/start-command.js';
import { statusCommand } from './commands/status-command.js';
import { submitCommand } from './commands/submit-command.js';
import { templateCommand } from './commands/template-command.js';
import { tokenCommand } from './commands/token-command.js';

const EXIT_CODES = '\n退出码：0 完成；1 失败；2 完成，但有差异或退回的行';

/** `hub …`, the one door for people. @param json mistakes of the command line are told as JSON, too */
export function buildProgram(context: CliContext, json = false): Command {
  const program = new Command('hub')
    .description('工伤预防数据共享枢纽')
    .enablePositionalOptions()
    .addHelpText('after', `\n示例：hub status${EXIT_CODES}`);
  const commands = [
    ...[startCommand, statusCommand, doctorCommand, stackCommand, schemasCommand, deployCommand, demoCommand],
    ...[connectorCommand, templateCommand, submitCommand, receiptCommand, intakeCommand, parkedCommand, balanceCommand],
    ...[lookupCommand, gapsCommand, briefingCommand, archiveCommand, rebuildCommand],
    ...[backupCommand, restoreCommand, credentialsCommand, tokenCommand],
  ];
  commands.forEach((make) => program.addCommand(make(context)));
  program.addCommand(completionCommand(program));
  return speakChinese(program, json);
}
