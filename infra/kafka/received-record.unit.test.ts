import { receivedRecord } from './received-record.js';

it('a received record has a text key, text headers and numbers', () => {
  const message = {
    key: Buffer.from('来源/1'),
    value: Buffer.from('v'),
    timestamp: '1700000000000',
    attributes: 0,
    offset: '42',
    headers: { ce_id: Buffer.from('一'), twice: [Buffer.from('a'), 'b'], none: undefined },
  };
  expect(receivedRecord('t', 3, message)).toEqual({
    topic: 't',
    partition: 3,
    offset: 42,
    key: '来源/1',
    value: Buffer.from('v'),
    headers: { ce_id: '一', twice: 'b' },
    timestamp: 1_700_000_000_000,
  });
  expect(receivedRecord('t', 0, { ...message, key: null, value: null })).toMatchObject({ key: null, value: null });
});
