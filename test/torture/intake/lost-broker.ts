import { rmSync } from 'node:fs';
import { startLocalStack } from '../../../infra/local-stack/local-stack.js';
import { stopPart } from '../../../infra/local-stack/stack-part.js';
import { stackFolder } from '../../../infra/local-stack/stack-record.js';
import { prepare } from '../../../services/cli/main-job.js';
import { waitUntil } from '../../stack/fixtures.js';
import { rowsOf } from '../rows-of.js';
import { DEPARTMENT } from './batch-rows.js';
import type { DepartmentHub } from './department-hub.js';

export type Loss = {
  /** How far back the operator has the intake send again. */
  since: string;
  /** Or its answers are lost. */
  vaultSleeps: boolean;
};

/**
 * The broker loses everything, records that nobody has read yet among it, and comes back empty. Topics are made again as
 * `hub start` makes them, and the operator has the intake send again what may be lost.
 *
 * @param whileUnread sends what will be lost: it is published while the readers stand still
 * @returns what the operator was told
 */
export async function loseBroker(
  hub: DepartmentHub,
  { since, vaultSleeps }: Loss,
  whileUnread: () => Promise<void>,
): Promise<string> {
  const asleep = hub.pidsOf('consolidator', ...(vaultSleeps ? ['identity-vault'] : []));
  asleep.forEach((pid) => process.kill(pid, 'SIGSTOP'));
  try {
    await whileUnread();
    await waitUntil('all is published', async () => (await hub.ledger.unsent('')) === 0, 60_000);
    if (!vaultSleeps) await waitUntil('the vault has answered', () => vaultHasAnswered(hub), 60_000);
    await emptied(hub);
  } finally {
    asleep.forEach((pid) => process.kill(pid, 'SIGCONT'));
  }
  const { code, output } = await hub.run(
    ...['intake', 'replay', '--unapplied-since', since, '--reason', 'Kafka 数据丢失，重新发送'],
  );
  if (code !== 0) throw new Error(`hub intake replay ended with ${code ?? 'a signal'}:\n${output}`);
  return output.trim();
}

async function emptied(hub: DepartmentHub): Promise<void> {
  await stopPart(hub.home, 'kafka');
  rmSync(stackFolder(hub.home, 'kafka', 'data'), { recursive: true });
  const { home, paths } = hub.installation();
  const endpoints = await startLocalStack({ home, env: {}, oidcClientsFile: paths.clients });
  await prepare(hub.installation(), endpoints);
}

async function vaultHasAnswered(hub: DepartmentHub): Promise<boolean> {
  const { vault, intake } = hub.running().databases;
  const [sealed] = await rowsOf<{ count: number }>(
    intake[DEPARTMENT] ?? '',
    `SELECT count(*) AS count FROM known_reference WHERE kind <> 'TEXT'`,
  );
  const [answered] = await rowsOf<{ count: number; waiting: number }>(
    vault,
    `SELECT count(*) AS count, (SELECT count(*) FROM outbox WHERE published_at IS NULL) AS waiting
     FROM reference_resolution WHERE sequence > 0`,
  );
  return answered?.waiting === 0 && answered.count === sealed?.count;
}
