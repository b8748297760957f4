import type { Department } from '../connector.js';

/** The health commission (卫生健康委员会). */
export const connector: Department = {
  department: 'health-commission',
  label: '卫生健康',
};
