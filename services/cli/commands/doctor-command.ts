import { Command } from 'commander';
import { localStackStatus } from '../../../infra/local-stack/local-stack.js';
import type { CliContext } from '../cli-context.js';
import { readRegister } from '../credentials/client-register.js';
import { credentialStates } from '../credentials/credential-states.js';
import { CHECK_MARKS, type Check } from '../doctor/check.js';
import {
  clockCheck,
  diskCheck,
  homeCheck,
  javaCheck,
  mavenCheck,
  memoryCheck,
  nodeCheck,
} from '../doctor/machine-checks.js';
import { credentialChecks, revocationsCheck } from '../doctor/credential-checks.js';
import { clocksApartCheck, contractCheck, partChecks, portChecks, serviceChecks } from '../doctor/stack-checks.js';
import { homeOf, openInstallation, type Installation } from '../installation.js';
import { readJson } from '../private-file.js';
import { runningHub } from '../running-hub.js';
import { serviceStatuses } from '../running-services.js';
import { say } from '../say.js';
import type { ServicePorts } from '../service-plan.js';

/** `hub doctor`: what is wrong with this installation, and what to do about it. */
export function doctorCommand({ env }: CliContext): Command {
  return new Command('doctor')
    .description('检查本机的安装，逐项说明问题和处理办法；有问题则退出码为 2')
    .option('--json', '输出 JSON', false)
    .addHelpText('after', '\n示例：hub doctor')
    .action(async ({ json }: { json: boolean }) => {
      const checks = await examine(env);
      if (json) say(JSON.stringify(checks));
      else
        checks.forEach(({ name, level, found, remedy }) =>
          say(`${CHECK_MARKS[level]} ${name}：${found}${arrow(remedy)}`),
        );
      if (checks.some(({ level }) => level === 'problem')) process.exitCode = 2;
    });
}

const arrow = (remedy: string | null): string => (remedy === null ? '' : `\n    → ${remedy}`);

async function examine(env: NodeJS.ProcessEnv): Promise<Check[]> {
  const home = homeOf(env);
  const own = homeCheck(home);
  const machine = [
    ...[nodeCheck(), await javaCheck(env), await mavenCheck(env), own],
    ...[diskCheck(home), memoryCheck(), clockCheck()],
  ];
  // Without a home nothing else of the installation can be opened.
  return own.level === 'ok' ? [...machine, ...(await examineInstallation(openInstallation(env), env))] : machine;
}

async function examineInstallation(installation: Installation, env: NodeJS.ProcessEnv): Promise<Check[]> {
  const services = await serviceStatuses(installation);
  const ports = readJson<ServicePorts>(installation.paths.ports) ?? {};
  const endpoints = runningHub(installation.home)?.endpoints;
  return [
    ...partChecks(await localStackStatus(installation.home)),
    ...serviceChecks(services),
    await portChecks(ports, services),
    ...credentialChecks(credentialStates(readRegister(installation.paths.clients), Date.now()), Date.now()),
    ...(endpoints ? [await contractCheck(installation.namespace, endpoints), await clocksApartCheck(endpoints)] : []),
    ...(endpoints ? [await revocationsCheck(endpoints.oidcIssuerUrl, env)] : []),
  ];
}
