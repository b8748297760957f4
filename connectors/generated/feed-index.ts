// Made by `npm run generate` from the contracts and feeds; do not edit.
import type { Connector, Feed } from '../connector.js';


/** Every department and its feeds. */
export const connectors: readonly Connector[] = [

];

/** The connector of one department; an unknown name is a configuration error. */
export function connectorOf(department: string): Connector {
  const connector = connectors.find((candidate) => candidate.department === department);
  if (!connector) {
    throw new Error(`no connector for department "${department}"; known: ${connectors.map((c) => c.department).join(', ')}`);
  }
  return connector;
}
