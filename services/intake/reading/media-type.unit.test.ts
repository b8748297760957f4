import { contentOfName } from './media-type.js';

it.each([
  ['a.CSV', 'text/csv', undefined],
  ['a.ndjson', 'application/x-ndjson', undefined],
  ['a.jsonl', 'application/x-ndjson', undefined],
  ['a.json.gz', 'application/json', 'gzip'],
  ['a.pdf', undefined, undefined],
  ['csv', undefined, undefined],
  ['a.constructor', undefined, undefined],
])('%s holds %s', (name, contentType, contentEncoding) => {
  expect(contentOfName(name)).toEqual({ contentType, contentEncoding });
});
