import type { Connector } from '../connector.js';
import { feed as occupationalDisease } from './occupational-disease/feed.js';

/** The health commission (卫生健康委员会). */
export const connector: Connector = {
  department: 'health-commission',
  label: '卫生健康',
  feeds: [occupationalDisease],
};
