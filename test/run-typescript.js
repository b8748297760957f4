import { register } from 'node:module';

/** Lets Node run the tests' own programs as they are written; the hub itself runs from its build. */
register('./typescript-hooks.js', import.meta.url);
