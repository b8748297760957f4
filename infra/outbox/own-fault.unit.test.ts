import { ServiceFailure } from '../process/service-failure.js';
import { faultCode, isOwnFault } from './own-fault.js';

const ofBroker = (type: string) => Object.assign(new Error('broker'), { type });

describe('isOwnFault', () => {
  it('tells what one topic or message is to blame for from an outage', () => {
    expect(isOwnFault(ofBroker('MESSAGE_TOO_LARGE'))).toBe(true);
    expect(isOwnFault(new Error('retries exceeded', { cause: ofBroker('UNKNOWN_TOPIC_OR_PARTITION') }))).toBe(true);
    expect(isOwnFault(new ServiceFailure('s', { code: 'SUBJECT_UNKNOWN', retriable: false }))).toBe(true);
    expect(isOwnFault(ofBroker('NOT_LEADER_FOR_PARTITION'))).toBe(false);
    expect(isOwnFault(new ServiceFailure('s', { code: 'REGISTRY_UNAVAILABLE', retriable: true }))).toBe(false);
    expect(isOwnFault(undefined)).toBe(false);
  });

  it('has a short word for each', () => {
    expect(faultCode(new Error('x', { cause: ofBroker('MESSAGE_TOO_LARGE') }))).toBe('MESSAGE_TOO_LARGE');
    expect(faultCode(new ServiceFailure('s', { code: 'SUBJECT_UNKNOWN', retriable: false }))).toBe('SUBJECT_UNKNOWN');
    expect(faultCode(new TypeError('x'))).toBe('TypeError');
  });
});
