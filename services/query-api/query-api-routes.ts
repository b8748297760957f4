import type pg from 'pg';
import type { Route } from '../../infra/http/route.js';
import { createAvroDecoder } from '../../infra/registry/avro-decoder.js';
import { balanceRoutes } from './balance-routes.js';
import { eventTypeRoutes } from './event-type-routes.js';
import { figureRoutes } from './figure-routes.js';
import { gapRoutes } from './gap-routes.js';
import { linkRoutes } from './link-routes.js';
import { periodStatementRoutes } from './period-statement-routes.js';
import { recordRoutes } from './record-routes.js';

/** Everything that the query API serves. The archive keeps each writer's schema beside the bytes: no registry is asked. */
export function queryApiRoutes(pool: pg.Pool, now: () => number): Route[] {
  const archiveDecoder = createAvroDecoder({
    schemaById: (id) => Promise.reject(new Error(`schema ${id} is not archived`)),
  });
  return [
    ...recordRoutes(pool, archiveDecoder),
    ...eventTypeRoutes(),
    ...linkRoutes(pool),
    ...gapRoutes(pool, now),
    ...periodStatementRoutes(pool, now),
    ...balanceRoutes(pool),
    ...figureRoutes(pool),
  ];
}
