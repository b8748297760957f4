import { connectors } from '../../connectors/generated/feed-index.js';
import { ServiceFailure } from '../../infra/process/service-failure.js';
import type { DemoSource } from '../demo-province/commands.js';
import type { Installation } from './installation.js';
import { readJson } from './private-file.js';

/** A source as `config/sources.json` has it: those of the demo, and what whoever runs the hub adds. */
export type SourceOfFile = DemoSource & { replaces?: string | null; validTo?: string | null };

/**
 * The department whose door takes this feed from this source.
 *
 * @throws ServiceFailure FEED_UNKNOWN or SOURCE_UNKNOWN, saying what there is
 */
export function departmentOf({ paths }: Installation, feedName: string, sourceId: string): string {
  const offers = connectors.flatMap(({ department, feeds }) => feeds.map((feed) => ({ ...feed, department })));
  const feeds = offers.filter(({ feed }) => feed === feedName);
  if (feeds.length === 0)
    throw unknown('FEED_UNKNOWN', `没有报送项目 ${feedName}`, [...new Set(offers.map(described))]);
  const sources = (readJson<SourceOfFile[]>(paths.sources) ?? []).filter(({ department, eventTypes }) =>
    feeds.some((feed) => feed.department === department && eventTypes.includes(feed.eventType)),
  );
  const source = sources.find((candidate) => candidate.sourceId === sourceId);
  if (source) return source.department;
  const known = sources.map((candidate) => `${candidate.sourceId}（${candidate.name}）`);
  throw unknown('SOURCE_UNKNOWN', `没有登记报送 ${feedName} 的来源系统 ${sourceId}`, known);
}

/**
 * The department that has a feed; several have 报送说明, then it must be said which.
 *
 * @throws ServiceFailure FEED_UNKNOWN, DEPARTMENT_UNKNOWN or DEPARTMENT_UNSAID, saying what there is
 */
export function departmentOfFeed(feedName: string, said: string | undefined): string {
  const among =
    said === undefined ? connectors : connectors.filter(({ department }) => department === assertDepartment(said));
  const having = among.filter(({ feeds }) => feeds.some(({ feed }) => feed === feedName));
  const [only] = having;
  if (!only) {
    const offered = among.flatMap(({ feeds }) => feeds.map(described));
    throw unknown('FEED_UNKNOWN', `没有报送项目 ${feedName}`, [...new Set(offered)]);
  }
  if (having.length === 1) return only.department;
  const known = having.map(({ department, label }) => `${department}（${label}）`);
  throw unknown('DEPARTMENT_UNSAID', `不止一个部门报送 ${feedName}，请用 --department 写明部门`, known);
}

const described = ({ feed, label }: { feed: string; label: string }): string => `${feed}（${label}）`;

function unknown(code: string, what: string, known: readonly string[]): ServiceFailure {
  return new ServiceFailure(`${what}。可用的有：${known.join('、') || '无'}。`, { code, retriable: false });
}

export function assertDepartment(department: string): string {
  const known = connectors.map((connector) => `${connector.department}（${connector.label}）`);
  if (connectors.some((connector) => connector.department === department)) return department;
  throw unknown('DEPARTMENT_UNKNOWN', `没有部门 ${department}`, known);
}
