import type { Department } from '../connector.js';

/** Emergency management (应急管理). */
export const connector: Department = {
  department: 'emergency-management',
  label: '应急管理',
};
