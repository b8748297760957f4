import type { Department } from '../connector.js';

/** Human resources and social security (人力资源和社会保障). */
export const connector: Department = {
  department: 'human-resources',
  label: '人力资源社会保障',
};
