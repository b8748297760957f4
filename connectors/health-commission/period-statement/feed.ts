import { statementFeed } from '../../statements/statement-feed.js';

/** What the health commission says of its own deliveries. */
export const feed = statementFeed('occupational-disease');
