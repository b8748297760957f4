import type { Connector } from '../connector.js';
import { feed as workSafetyAccident } from './work-safety-accident/feed.js';

/** Emergency management (应急管理). */
export const connector: Connector = {
  department: 'emergency-management',
  label: '应急管理',
  feeds: [workSafetyAccident],
};
