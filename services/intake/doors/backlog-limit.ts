/** How long a count is believed: counting unpublished messages costs more the more there are. */
const BELIEVED_MS = 1_000;

/** Whether the outbox may take more, by a count that is at most a second old. */
export function createBacklogLimit(
  limit: number,
  backlog: () => Promise<number>,
  now: () => number,
): () => Promise<boolean> {
  let counted: { at: number; room: Promise<boolean> } | null = null;
  return () => {
    if (!counted || now() - counted.at > BELIEVED_MS) {
      const room = backlog().then((count) => count < limit);
      counted = { at: now(), room };
      room.catch(() => (counted = null));
    }
    return counted.room;
  };
}
