/**
 * What the hub must say of each fault that the demo province plants, by feed. Written by hand on purpose: neither the
 * province nor the rules know of each other, and this page is where they are held side by side.
 */
const ofPersons = {
  'certificate-number-one-digit-lost': 'ID_LENGTH',
  'certificate-number-last-digit-wrong': 'ID_CHECK_DIGIT',
  'certificate-number-thirtieth-of-february': 'ID_BIRTH_DATE',
  'certificate-number-place-never-existed': 'ID_DIVISION',
  'certificate-number-birth-in-2041': 'ID_BIRTH_IN_FUTURE',
  'sex-not-that-of-certificate': 'ID_SEX_MISMATCH',
  'birth-date-not-that-of-certificate': 'ID_BIRTH_MISMATCH',
};

const ofEmployers = {
  'credit-code-cut-short': 'USCC_LENGTH',
  'credit-code-letter-o-for-zero': 'USCC_CHARACTER',
  'credit-code-last-character-wrong': 'USCC_CHECK',
};

const ofEveryFeed = { 'retraction-without-reason': 'RETRACT_REASON_MISSING' };

export const faultCodes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'occupational-disease': {
    ...ofPersons,
    ...ofEmployers,
    ...ofEveryFeed,
    'worker-name-empty': 'REQUIRED_MISSING',
    'employer-division-empty': 'REQUIRED_MISSING',
    'birth-date-in-words': 'DATE_UNREADABLE',
    'death-date-unknown-in-words': 'DATE_UNREADABLE',
    'exposure-in-words': 'NUMBER_UNREADABLE',
    'exposure-of-eighty-five-years': 'NUMBER_OUT_OF_RANGE',
    'division-never-existed': 'CODE_UNKNOWN',
    'division-abolished': 'CODE_NOT_VALID_ON_DATE',
    'disease-code-unknown': 'CODE_UNKNOWN',
    'report-kind-of-own-making': 'CODE_UNKNOWN',
    'disease-of-the-next-catalogue': 'CODE_NOT_VALID_ON_DATE',
    'death-in-2099': 'DATE_IN_FUTURE',
    'diagnosis-without-certificate': 'OD_DIAGNOSIS_NEEDS_CERTIFICATE',
    'diagnosis-without-date': 'OD_DIAGNOSIS_NEEDS_CERTIFICATE',
    'progression-without-earlier-certificate': 'OD_FOLLOW_UP_NEEDS_PRIOR',
    'dust-stage-on-deafness': 'OD_STAGE_FITS_DISEASE',
    'deafness-degree-on-dust-disease': 'OD_STAGE_FITS_DISEASE',
    'pneumoconiosis-without-stage': 'OD_PNEUMOCONIOSIS_NEEDS_STAGE',
    'report-before-diagnosis': 'OD_DATE_ORDER',
    'diagnosis-after-death': 'OD_DATE_ORDER',
    'line-cut-short': 'ROW_BROKEN',
    'line-with-cells-too-many': 'ROW_BROKEN',
  },
  'work-safety-accident': {
    ...ofEmployers,
    ...ofEveryFeed,
    'accident-number-empty': 'REQUIRED_MISSING',
    'accident-type-empty': 'REQUIRED_MISSING',
    'report-group-empty': 'REQUIRED_MISSING',
    'report-time-in-words': 'TIME_UNREADABLE',
    'occurrence-at-hour-twenty-five': 'TIME_UNREADABLE',
    'injuries-in-words': 'NUMBER_UNREADABLE',
    'loss-about': 'NUMBER_UNREADABLE',
    'report-group-of-own-making': 'CODE_UNKNOWN',
    'accident-type-unknown': 'CODE_UNKNOWN',
    'division-never-existed': 'CODE_UNKNOWN',
    'division-abolished': 'CODE_NOT_VALID_ON_DATE',
    'accident-type-of-the-next-standard': 'CODE_NOT_VALID_ON_DATE',
    'minus-one-missing': 'NUMBER_OUT_OF_RANGE',
    'minus-loss': 'NUMBER_OUT_OF_RANGE',
    'report-in-2099': 'DATE_IN_FUTURE',
    'three-dead-but-ordinary': 'ACC_GRADE_FITS_TOLL',
    'eleven-seriously-injured-but-ordinary': 'ACC_GRADE_FITS_TOLL',
    'loss-of-fifteen-million-but-ordinary': 'ACC_GRADE_FITS_TOLL',
    'reported-before-it-happened': 'ACC_REPORTED_AFTER_OCCURRED',
    'line-cut-short': 'ROW_BROKEN',
    'line-with-cells-too-many': 'ROW_BROKEN',
  },
  'injury-determination': {
    ...ofPersons,
    ...ofEmployers,
    ...ofEveryFeed,
    'application-number-empty': 'REQUIRED_MISSING',
    'worker-name-empty': 'REQUIRED_MISSING',
    'applicant-empty': 'REQUIRED_MISSING',
    'birth-date-in-words': 'DATE_UNREADABLE',
    'record-time-in-words': 'TIME_UNREADABLE',
    'rescue-time-in-words': 'TIME_UNREADABLE',
    'version-in-words': 'NUMBER_UNREADABLE',
    'insured-neither-yes-nor-no': 'BOOLEAN_UNREADABLE',
    'extension-neither-yes-nor-no': 'BOOLEAN_UNREADABLE',
    'situation-of-no-article': 'CODE_UNKNOWN',
    'status-of-own-making': 'CODE_UNKNOWN',
    'pooling-area-never-existed': 'CODE_UNKNOWN',
    'industry-unknown': 'CODE_UNKNOWN',
    'accident-type-of-the-next-standard': 'CODE_NOT_VALID_ON_DATE',
    'delivery-in-2099': 'DATE_IN_FUTURE',
    'disease-without-certificate': 'DET_DISEASE_NEEDS_CERTIFICATE',
    'disease-without-diagnosis-date': 'DET_DISEASE_NEEDS_CERTIFICATE',
    'injury-without-time': 'DET_ACCIDENT_NEEDS_TIME',
    'sudden-death-without-death': 'DET_SUDDEN_DEATH_48H',
    'sudden-death-after-sixty-hours': 'DET_SUDDEN_DEATH_48H',
    'application-before-accident': 'DET_DATE_ORDER',
    'acceptance-before-application': 'DET_DATE_ORDER',
    'decision-before-acceptance': 'DET_DATE_ORDER',
    'delivery-before-decision': 'DET_DATE_ORDER',
    'injury-at-work-deemed': 'DET_CONCLUSION_FITS_SITUATION',
    'sudden-death-recognized': 'DET_CONCLUSION_FITS_SITUATION',
    'injury-at-work-refused': 'DET_CONCLUSION_FITS_SITUATION',
    'drunkenness-recognized': 'DET_CONCLUSION_FITS_SITUATION',
    'decision-without-number': 'DET_DECIDED_NEEDS_DECISION',
    'decision-without-date': 'DET_DECIDED_NEEDS_DECISION',
    'decision-without-conclusion': 'DET_DECIDED_NEEDS_DECISION',
    'delivered-without-date': 'DET_DELIVERED_NEEDS_DATE',
    'resumed-but-never-suspended': 'DET_SUSPENSION_ORDER',
    'resumed-before-suspended': 'DET_SUSPENSION_ORDER',
    'certificate-number-as-number': 'NUMERIC_IDENTIFIER',
    'employer-name-by-formula': 'FORMULA_CELL',
    'occupation-by-formula': 'FORMULA_CELL',
  },
};

/** Errors that the rules know and the demo province does not make, by feed; the samples beside each feed cover them. */
const ofOddNumbers = ['ID_BIRTH_BEFORE_1900', 'ID_CHARACTER', 'ID_SPREADSHEET_NUMBER'];
const ofAnyCell = ['ID_NUMBER_MISPLACED', 'TEXT_TOO_LONG', 'USCC_SPREADSHEET_NUMBER'];

export const notMadeByTheDemo: Readonly<Record<string, readonly string[]>> = {
  'occupational-disease': [...ofOddNumbers, ...ofAnyCell],
  'work-safety-accident': ofAnyCell,
  // Its one number, the year of birth, is read from a date.
  'injury-determination': [...ofOddNumbers, ...ofAnyCell, 'NUMBER_OUT_OF_RANGE'],
};
