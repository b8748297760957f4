import { readConfig } from '../../infra/process/read-config.js';
import { runService } from '../../infra/process/run-service.js';
import { vaultConfigSchema } from './config.js';
import { startIdentityVault } from './identity-vault.js';

runService('identity-vault', async (lifecycle) => {
  await startIdentityVault(readConfig(vaultConfigSchema, process.env), lifecycle);
});
