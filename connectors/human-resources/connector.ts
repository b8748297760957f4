import type { Connector } from '../connector.js';
import { feed as injuryDetermination } from './injury-determination/feed.js';

/** Human resources and social security (人力资源和社会保障). */
export const connector: Connector = {
  department: 'human-resources',
  label: '人力资源社会保障',
  feeds: [injuryDetermination],
};
