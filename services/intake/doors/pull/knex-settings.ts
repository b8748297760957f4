const nothing = () => undefined;

/** knex prints a failed statement, with its values, to the console before it throws the same error. */
export const QUIET = { warn: nothing, error: nothing, deprecate: nothing, debug: nothing };

/** A department's database is not ours to crowd: one connection a view, and none while nothing is read. */
export const SINGLE_CONNECTION = { min: 0, max: 1, idleTimeoutMillis: 5_000, acquireTimeoutMillis: 15_000 };
