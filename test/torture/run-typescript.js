import { register } from 'node:module';

/** Lets Node run this folder as it is written; the hub itself runs from its build. */
register('./typescript-hooks.js', import.meta.url);
