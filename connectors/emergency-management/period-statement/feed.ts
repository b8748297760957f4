import { statementFeed } from '../../statements/statement-feed.js';

/** What emergency management says of its own deliveries. */
export const feed = statementFeed('work-safety-accident');
