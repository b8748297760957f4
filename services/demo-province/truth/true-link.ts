export type RecordName = { readonly sourceId: string; readonly recordId: string };

/** Two records, as they stand in the end, that tell of one person's one story. */
export type TrueLink = {
  readonly kind: 'ACCIDENT_CASUALTY' | 'CASUALTY_DETERMINATION' | 'DIAGNOSIS_DETERMINATION' | SameEventKind;
  readonly left: RecordName;
  readonly right: RecordName;
  /** What the exports have in common. */
  readonly by: 'accident-number' | 'person-and-date' | 'certificate' | 'person' | 'place-and-time';
  /** False where nobody could tell it from the exports; settled when the story was made. */
  readonly resolvable: boolean;
  readonly reason: 'only-a-name' | 'only-a-name-and-certificate-miscopied' | 'refused-and-maybe-applied-anew' | null;
};

/** One event under two numbers; the smaller name is on the left. */
export type SameEventKind =
  'SAME_ACCIDENT' | 'SAME_CASUALTY' | 'SAME_DIAGNOSIS' | 'SAME_SUSPICION' | 'SAME_DETERMINATION';
