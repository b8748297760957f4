import { generateVaultKeyPair } from '../../infra/crypto/sealed-envelope.js';
import { inTransaction } from '../../infra/postgres/in-transaction.js';
import { migrate } from '../../infra/postgres/migrate.js';
import { createPool } from '../../infra/postgres/pool.js';
import { erasePersonIn } from './lookup-store.js';
import type { Erasure } from './lookup-store.js';
import { vaultMigrations } from './migrations.js';

export { vaultMigrations } from './migrations.js';

/** Brings the vault's database to the newest version; a deploy step. */
export function migrateVault(url: string): Promise<void> {
  return migrate(url, vaultMigrations);
}

/** A new key pair: the public half for the intakes, the private half for the vault alone. */
export const generateVaultKeys = generateVaultKeyPair;

/**
 * Erases a person for good: the key is destroyed, statements are removed, the id is never used again, and the audit
 * tells who did it and why. Published resolutions stand; they say nothing about who the person was.
 *
 * @returns false when there is no such person, or erased already
 */
export async function erasePerson(databaseUrl: string, erasure: Erasure): Promise<boolean> {
  const pool = createPool(databaseUrl, { max: 1, applicationName: 'hub-identity-vault-erase' });
  try {
    return await inTransaction(pool, (client) => erasePersonIn(client, erasure));
  } finally {
    await pool.end();
  }
}
