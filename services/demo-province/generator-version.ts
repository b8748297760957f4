/**
 * Raised whenever the same options give other files than before, so that a folder made by an older generator is not
 * taken for a new one's.
 */
export const GENERATOR_VERSION = 8;
