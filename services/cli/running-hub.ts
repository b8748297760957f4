import { join } from 'node:path';
import type { StackEndpoints } from '../../infra/local-stack/local-stack.js';
import { ServiceFailure } from '../../infra/process/service-failure.js';
import type { OwnClient } from './credentials/client-register.js';
import { createHubClient, type HubClient } from './hub-client.js';
import { readJson, writePrivateJson } from './private-file.js';
import type { Databases } from './service-plan.js';

/** Where the parts of a hub on this machine are; written by `hub start`, read by the other commands. */
export type RunningHub = {
  starterPid: number;
  endpoints: StackEndpoints;
  databases: Databases;
  /** The operator's door of the dataset. */
  consolidatorUrl: string;
  queryApiUrl: string;
  vaultUrl: string;
  /** By department. */
  intakeUrls: Record<string, string>;
  servicePids: Record<string, number>;
};

const fileOf = (home: string): string => join(home, 'run', 'hub.json');

export function writeRunningHub(home: string, hub: RunningHub): void {
  writePrivateJson(fileOf(home), hub);
}

export const runningHub = (home: string): RunningHub | undefined => readJson<RunningHub>(fileOf(home));

/** @throws ServiceFailure HUB_NEVER_STARTED */
export function readRunningHub(home: string): RunningHub {
  const hub = runningHub(home);
  if (hub) return hub;
  throw new ServiceFailure(
    `${home} 下的枢纽还没有启动过，请先运行 npm start。The hub of this home was never started.`,
    {
      code: 'HUB_NEVER_STARTED',
      retriable: false,
    },
  );
}

/** A caller of this hub's doors under one of the installation's clients. */
export function clientOf(hub: RunningHub, clients: readonly OwnClient[], clientId: string): HubClient {
  const client = clients.find((candidate) => candidate.clientId === clientId);
  if (!client) throw new Error(`the installation has no client ${clientId}`);
  return createHubClient(hub.endpoints.oidcIssuerUrl, client.keyFile);
}
