import { statfs } from 'node:fs/promises';

/** Why nothing is taken for the moment: too much waits for Kafka, the spool's disk is nearly full, or the ledger was restored. */
export type Shortage = 'backlog' | 'disk' | 'restored';

export type RoomOptions = {
  /** Unpublished messages beyond which nothing more is taken. */
  maxBacklog: number;
  backlog: () => Promise<number>;
  /** False while a restored ledger waits for what the dataset knows. */
  isOpen: () => Promise<boolean>;
  /** Where bodies rest while they are read. */
  folder: string;
  /** Space that must stay free on its disk: other programs, the database among them perhaps, need some to end well. */
  minFreeBytes: number;
  now: () => number;
};

/** How long a look is believed: counting unpublished messages costs more the more there are. */
const BELIEVED_MS = 1_000;

/** Whether there is room for another batch, by a look that is at most a second old. */
export function createRoomCheck(options: RoomOptions): () => Promise<Shortage | null> {
  let looked: { at: number; shortage: Promise<Shortage | null> } | null = null;
  return () => {
    if (!looked || options.now() - looked.at > BELIEVED_MS) {
      const shortage = shortageOf(options);
      looked = { at: options.now(), shortage };
      shortage.catch(() => (looked = null));
    }
    return looked.shortage;
  };
}

async function shortageOf({
  maxBacklog,
  backlog,
  isOpen,
  folder,
  minFreeBytes,
}: RoomOptions): Promise<Shortage | null> {
  if (!(await isOpen())) return 'restored';
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < minFreeBytes) return 'disk';
  return (await backlog()) < maxBacklog ? null : 'backlog';
}
