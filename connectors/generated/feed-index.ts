// Made by `npm run generate` from the contracts and feeds; do not edit.
import type { Connector, Feed } from '../connector.js';
import { connector as emergencyManagement } from '../emergency-management/connector.js';
import { feed as emergencyManagementAccidentCasualty } from '../emergency-management/accident-casualty/feed.js';
import { feed as emergencyManagementPeriodStatement } from '../emergency-management/period-statement/feed.js';
import { feed as emergencyManagementWorkSafetyAccident } from '../emergency-management/work-safety-accident/feed.js';
import { connector as healthCommission } from '../health-commission/connector.js';
import { feed as healthCommissionOccupationalDisease } from '../health-commission/occupational-disease/feed.js';
import { feed as healthCommissionPeriodStatement } from '../health-commission/period-statement/feed.js';
import { connector as humanResources } from '../human-resources/connector.js';
import { feed as humanResourcesEmployerEnrolment } from '../human-resources/employer-enrolment/feed.js';
import { feed as humanResourcesInjuryDetermination } from '../human-resources/injury-determination/feed.js';
import { feed as humanResourcesPeriodStatement } from '../human-resources/period-statement/feed.js';

/** Every department and its feeds. */
export const connectors: readonly Connector[] = [
  { ...emergencyManagement, feeds: [emergencyManagementAccidentCasualty, emergencyManagementPeriodStatement, emergencyManagementWorkSafetyAccident] as unknown as readonly Feed[] },
  { ...healthCommission, feeds: [healthCommissionOccupationalDisease, healthCommissionPeriodStatement] as unknown as readonly Feed[] },
  { ...humanResources, feeds: [humanResourcesEmployerEnrolment, humanResourcesInjuryDetermination, humanResourcesPeriodStatement] as unknown as readonly Feed[] },
];

/** The connector of one department; an unknown name is a configuration error. */
export function connectorOf(department: string): Connector {
  const connector = connectors.find((candidate) => candidate.department === department);
  if (!connector) {
    throw new Error(`no connector for department "${department}"; known: ${connectors.map((c) => c.department).join(', ')}`);
  }
  return connector;
}
