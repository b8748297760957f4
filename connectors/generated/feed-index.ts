// Made by `npm run generate` from the contracts and feeds; do not edit.
import type { Connector, Feed } from '../connector.js';
import { connector as emergencyManagement } from '../emergency-management/connector.js';
import { feed as emergencyManagementWorkSafetyAccident } from '../emergency-management/work-safety-accident/feed.js';
import { connector as healthCommission } from '../health-commission/connector.js';
import { feed as healthCommissionOccupationalDisease } from '../health-commission/occupational-disease/feed.js';
import { connector as humanResources } from '../human-resources/connector.js';
import { feed as humanResourcesInjuryDetermination } from '../human-resources/injury-determination/feed.js';

/** Every department and its feeds. */
export const connectors: readonly Connector[] = [
  { ...emergencyManagement, feeds: [emergencyManagementWorkSafetyAccident] as unknown as readonly Feed[] },
  { ...healthCommission, feeds: [healthCommissionOccupationalDisease] as unknown as readonly Feed[] },
  { ...humanResources, feeds: [humanResourcesInjuryDetermination] as unknown as readonly Feed[] },
];

/** The connector of one department; an unknown name is a configuration error. */
export function connectorOf(department: string): Connector {
  const connector = connectors.find((candidate) => candidate.department === department);
  if (!connector) {
    throw new Error(`no connector for department "${department}"; known: ${connectors.map((c) => c.department).join(', ')}`);
  }
  return connector;
}
