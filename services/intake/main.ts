import { readConfig } from '../../infra/process/read-config.js';
import { runService } from '../../infra/process/run-service.js';
import { intakeConfigSchema } from './config.js';
import { startIntake } from './intake-service.js';

runService('intake', async (lifecycle) => {
  await startIntake(readConfig(intakeConfigSchema, process.env), lifecycle);
});
