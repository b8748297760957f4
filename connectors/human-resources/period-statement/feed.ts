import { statementFeed } from '../../statements/statement-feed.js';

/** What human resources says of its own deliveries. */
export const feed = statementFeed('injury-determination');
