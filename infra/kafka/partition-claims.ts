import type pg from 'pg';
import { claimPosition, type PartitionKey } from './position-table.js';

/** The right to write what comes from one partition, until a higher epoch is taken by somebody else. */
export type Claim = {
  key: PartitionKey;
  epoch: number;
  /** Where the database stood when this process last looked. */
  nextOffset: number;
  /** Whether the first batch has been compared with the position. */
  startChecked: boolean;
};

export type PartitionClaims = {
  /** The claim in hand, or a new one; null while a lost claim may not be taken again yet. */
  take: (key: PartitionKey) => Promise<Claim | null>;
  /** Another consumer holds a higher epoch. */
  lost: (claim: Claim) => void;
  /** The coordinator has answered a heartbeat: this process is still a member of the group. */
  membershipConfirmed: () => void;
  /** After a rebalance every partition is claimed anew: GROUP_JOIN carries no generation to compare (kafkajs). */
  forgetAll: () => void;
};

const nameOf = ({ generation, topic, partition }: PartitionKey) => JSON.stringify([generation, topic, partition]);

/**
 * Claims are taken lazily, with the first batch. A consumer that lost one may be a member that was thrown out without
 * knowing it yet; taking the claim straight back would push out the rightful owner, so it waits for a heartbeat first.
 */
export function createPartitionClaims(pool: pg.Pool): PartitionClaims {
  const held = new Map<string, Claim>();
  const unconfirmed = new Set<string>();
  return {
    take: async (key) => {
      const name = nameOf(key);
      const known = held.get(name);
      if (known) return known;
      if (unconfirmed.has(name)) return null;
      const claim = { key, ...(await claimPosition(pool, key)), startChecked: false };
      held.set(name, claim);
      return claim;
    },
    lost: ({ key }) => {
      held.delete(nameOf(key));
      unconfirmed.add(nameOf(key));
    },
    membershipConfirmed: () => unconfirmed.clear(),
    forgetAll: () => {
      held.clear();
      unconfirmed.clear();
    },
  };
}
