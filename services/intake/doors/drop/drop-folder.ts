import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Feed } from '../../../../connectors/connector.js';
import type { Source } from '../../sources.js';

/** Where the files of one source and feed are put: `<root>/<feed>/<sourceId>/`. */
export type DropFolder = { source: Source; feed: Feed; path: string };

export const PROCESSING = '.processing';
export const DONE = 'done';
export const REFUSED = 'refused';

/** Makes the folders of a department's sources; others may share the root, since a folder belongs to one source. */
export async function makeDropFolders(
  root: string,
  sources: Iterable<Source>,
  feeds: readonly Feed[],
): Promise<DropFolder[]> {
  const folders = [...sources].flatMap((source) =>
    feeds
      .filter(({ eventType }) => source.eventTypes.includes(eventType))
      .map((feed) => ({ source, feed, path: join(root, feed.feed, source.sourceId) })),
  );
  for (const { path } of folders) {
    for (const inner of [PROCESSING, DONE, REFUSED]) await mkdir(join(path, inner), { recursive: true });
  }
  return folders;
}
