import { readFileSync, writeFileSync, mkdirSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { resolveReferences } from './avro-schema.js';
import { payloadDefaults } from '../../schemas/payload-defaults.js';
import { interfacesOf, payloadFields } from './payload-fields.js';
import type { ContractSources, FeedSources } from './read-contracts.js';
import { checkPaths } from './check-paths.js';
import { payloadOf, readContracts, readFeeds } from './read-contracts.js';

const BANNER = '// Made by `npm run generate` from the contracts and feeds; do not edit.\n';

const EVENT_TYPE_LIST = 'schemas/code-lists/event-type.json';

/** Generated files by path within the project. Reads folders only, so that a new feed needs no hand-made list. */
export function generatedFiles(root: string): Map<string, string> {
  const contracts = readContracts(root);
  return new Map([
    [EVENT_TYPE_LIST, eventTypeList(contracts)],
    ['schemas/generated/contract-index.ts', contractIndex(contracts)],
    ['schemas/generated/event-types.ts', eventTypes(contracts)],
    ['connectors/generated/feed-index.ts', feedIndex(readFeeds(root))],
  ]);
}

/** Writes what changed; returns the paths written. */
export function writeGenerated(root: string, files: ReadonlyMap<string, string>): string[] {
  const stale = staleFiles(root, files);
  for (const path of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), files.get(path) ?? '');
  }
  return stale;
}

/** Paths whose content on disk is not what the contracts say. */
export function staleFiles(root: string, files: ReadonlyMap<string, string>): string[] {
  return [...files].filter(([path, text]) => !isFresh(join(root, path), text)).map(([path]) => path);
}

function isFresh(path: string, text: string): boolean {
  return existsSync(path) && readFileSync(path, 'utf8') === text;
}

/** The code list of event types; a type that itself speaks of event types (a period statement) is none to speak of. */
function eventTypeList({ events, parts }: ContractSources): string {
  const spokenOf = events.filter(
    ({ schema }) => !payloadFields(payloadOf(schema), parts).some(({ codeList }) => codeList === 'event-type'),
  );
  const entries = spokenOf.map(
    ({ folder, schema }) => `    { "code": ${JSON.stringify(folder)}, "name": ${JSON.stringify(schema.label)} }`,
  );
  return `{
  "id": "event-type",
  "label": "数据类别",
  "source": "Made by npm run generate: the folders of schemas/events, but those that themselves speak of event types",
  "entries": [
${entries.join(',\n')}
  ]
}
`;
}

function contractIndex({ parts, events, protocol }: ContractSources): string {
  const imports = events
    .filter((event) => event.hasRules)
    .map(({ folder }) => `import { rules as ${camel(folder)}Rules } from '../events/${folder}/rules.js';`);
  const contracts = events.map(({ folder, schema, hasRules }) => {
    const payload = payloadOf(schema);
    const fields = payloadFields(payload, parts);
    checkPaths(folder, schema, fields);
    const avroSchema = resolveReferences(schema, parts) as object;
    const facts = {
      eventType: folder,
      recordName: schema.name,
      label: schema.label,
      doc: schema.doc,
      contractVersion: schema['contractVersion'],
      period: schema['period'],
      place: schema['place'],
      authoritativeDepartment: schema['authoritativeDepartment'],
      avroSchema,
      fields,
      defaults: payloadDefaults(avroSchema),
    };
    const body = JSON.stringify(facts, null, 2).replace(/\n}$/, '');
    return `${body},\n  "rules": ${hasRules ? `${camel(folder)}Rules` : '[]'}\n}`;
  });
  const messages = protocol.map(({ folder, schema }) => `  ${camel(folder)}: ${JSON.stringify(schema, null, 2)},`);
  return `${BANNER}import type { EventContract } from '../contract.js';
${imports.join('\n')}

/** Every event type of the hub. */
export const eventContracts: readonly EventContract[] = [
${contracts.join(',\n')}
];

/** The contract of one event type; an unknown name is a programming error. */
export function eventContract(eventType: string): EventContract {
  const contract = eventContracts.find((candidate) => candidate.eventType === eventType);
  if (!contract) {
    const known = eventContracts.map((candidate) => candidate.eventType).join(', ');
    throw new Error(\`no event type "\${eventType}"; known: \${known}\`);
  }
  return contract;
}

/** Messages of the hub's own protocol. */
export const protocolSchemas = {
${messages.join('\n')}
} satisfies Record<string, object>;
`;
}

function eventTypes({ header, parts, events, protocol }: ContractSources): string {
  const written = new Set<string>();
  const interfaces = [
    ...interfacesOf(header, parts, written),
    ...events.flatMap(({ schema }) => interfacesOf(payloadOf(schema), parts, written)),
    ...protocol.flatMap(({ schema }) => interfacesOf(schema, parts, written, 'workinjury.protocol')),
  ];
  return `${BANNER}
${interfaces.join('\n\n')}
`;
}

function feedIndex(departments: FeedSources): string {
  const imports = departments.flatMap(({ department, feeds }) => [
    `import { connector as ${camel(department)} } from '../${department}/connector.js';`,
    ...feeds.map(
      (feed) => `import { feed as ${camel(`${department}-${feed}`)} } from '../${department}/${feed}/feed.js';`,
    ),
  ]);
  const entries = departments.map(({ department, feeds }) => {
    const names = feeds.map((feed) => camel(`${department}-${feed}`)).join(', ');
    return `  { ...${camel(department)}, feeds: [${names}] as unknown as readonly Feed[] },`;
  });
  return `${BANNER}import type { Connector, Feed } from '../connector.js';
${imports.join('\n')}

/** Every department and its feeds. */
export const connectors: readonly Connector[] = [
${entries.join('\n')}
];

/** The connector of one department; an unknown name is a configuration error. */
export function connectorOf(department: string): Connector {
  const connector = connectors.find((candidate) => candidate.department === department);
  if (!connector) {
    throw new Error(\`no connector for department "\${department}"; known: \${connectors.map((c) => c.department).join(', ')}\`);
  }
  return connector;
}
`;
}

function camel(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
