import { ServiceFailure } from '../../infra/process/service-failure.js';
import { migrateDataset } from '../dataset/commands.js';
import { migrateVault } from '../identity-vault/commands.js';
import { migrateIntake } from '../intake/commands.js';
import type { RunningHub } from './running-hub.js';
import { intakeName } from './service-plan.js';

/** One of the hub's databases, with what makes its tables. */
export type DatabasePart = { part: string; url: string; migrate: (url: string) => Promise<void> };

/** Every database that is to be backed up: each is restored by itself. */
export function databaseParts({ databases }: Pick<RunningHub, 'databases'>): DatabasePart[] {
  return [
    { part: 'dataset', url: databases.dataset, migrate: migrateDataset },
    { part: 'identity-vault', url: databases.vault, migrate: migrateVault },
    ...Object.entries(databases.intake).map(([department, url]) => ({
      ...{ part: intakeName(department), url, migrate: migrateIntake },
    })),
  ];
}

/** @throws ServiceFailure PART_UNKNOWN */
export function databasePart(hub: Pick<RunningHub, 'databases'>, name: string): DatabasePart {
  const parts = databaseParts(hub);
  const found = parts.find(({ part }) => part === name);
  if (found) return found;
  const known = parts.map(({ part }) => part).join('、');
  throw new ServiceFailure(`没有名为“${name}”的数据库，可用的有：${known}。`, {
    code: 'PART_UNKNOWN',
    retriable: false,
  });
}
