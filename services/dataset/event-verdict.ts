/** What became of one event, by its number in the ledger. */
export type NumberedVerdict = {
  eventType: string;
  ledgerEpoch: number;
  ledgerSeq: number;
  verdict: 'APPLIED' | 'PARKED' | 'DISCARDED';
  reasonCode: string | null;
};

/** What the dataset says about one event, for the ledger that published it. */
export type EventVerdict = NumberedVerdict & { department: string; sourceId: string };
