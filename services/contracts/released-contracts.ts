import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import avsc from 'avsc';
import { eventContracts } from '../../schemas/generated/contract-index.js';
import type { ContractChange, ReleasedContract } from './contract-changes.js';
import { contractChanges, releaseOf, versionChanges } from './contract-changes.js';

export type ContractReport = { eventType: string; release: string; changes: ContractChange[] };

/** Compares every contract with each of its releases (FULL_TRANSITIVE), in words. */
export function checkReleased(root: string): ContractReport[] {
  return eventContracts.flatMap((contract) => {
    const current = releaseOf(contract);
    const releases = readReleases(root, contract.eventType);
    if (releases.length === 0) return [unreleased(contract.eventType)];
    return releases.map((released) => ({
      eventType: contract.eventType,
      release: released.contractVersion,
      changes: [
        ...contractChanges(released, current),
        ...avroChanges(released, current),
        ...versionChanges(released, current),
      ],
    }));
  });
}

function unreleased(eventType: string): ContractReport {
  const text = `${eventType} has no release; run "hub schemas release" and commit schemas/released/${eventType}`;
  return { eventType, release: '-', changes: [{ breaking: true, text }] };
}

/** Writes the current contracts as releases of their version; a version once released is never written again. */
export function writeReleases(root: string): string[] {
  return eventContracts.flatMap((contract) => {
    const folder = join(root, 'schemas', 'released', contract.eventType);
    const path = join(folder, `${contract.contractVersion}.json`);
    if (existsSync(path)) return [];
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, `${JSON.stringify(releaseOf(contract), null, 1)}\n`);
    return [path];
  });
}

function readReleases(root: string, eventType: string): ReleasedContract[] {
  const folder = join(root, 'schemas', 'released', eventType);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as ReleasedContract);
}

/** Whether each side reads what the other wrote, by Avro's own resolution rules. */
function avroChanges(released: ReleasedContract, current: ReleasedContract): ContractChange[] {
  const directions = [
    { reader: current, writer: released, text: 'this contract cannot read records of the release' },
    { reader: released, writer: current, text: 'readers of the release cannot read records of this contract' },
  ];
  return directions.flatMap(({ reader, writer, text }) => {
    try {
      typeOf(reader).createResolver(typeOf(writer));
      return [];
    } catch (error) {
      return [{ breaking: true, text: `${text}: ${(error as Error).message}` }];
    }
  });
}

function typeOf(contract: ReleasedContract): avsc.Type {
  return avsc.Type.forSchema(structuredClone(contract.avroSchema) as avsc.Schema, { wrapUnions: 'never' });
}
