import type pg from 'pg';

/** A pool, or a transaction whose own rows are to be seen before it commits. */
export type Queryable = Pick<pg.Pool | pg.PoolClient, 'query'>;
