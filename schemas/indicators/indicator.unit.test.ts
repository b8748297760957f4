import { eventContracts } from '../generated/contract-index.js';
import { RATE_IDS, rateIndicator } from './rate-indicator.js';
import { indicator, indicatorIds, UnknownIndicator } from './indicator.js';

describe('the indicators', () => {
  it.each(indicatorIds())('%s is named as its file and says everything a reader asks', (id) => {
    const definition = indicator(id);
    expect(definition.id).toBe(id);
    expect(definition.version).toMatch(/^\d+\.\d+\.\d+$/);
    for (const text of [definition.label, definition.definition, definition.drillDown, definition.dateBasis.label]) {
      expect(text).toMatch(/\p{Script=Han}/u);
    }
    expect(definition.definition).not.toMatch(/[a-z]{3,}/);
    expect(definition.departments).not.toHaveLength(0);
    expect(definition.measures).not.toHaveLength(0);
  });

  it.each(indicatorIds())('%s takes its year from a date that its event type has', (id) => {
    const { eventType, dateBasis } = indicator(id);
    const contract = eventContracts.find((candidate) => candidate.eventType === eventType);
    const field = contract?.fields.find(({ path }) => path === dateBasis.path);
    expect(field?.avroType).toMatch(/^(date|timestamp-millis)$/);
  });

  it('refuses an id that it does not know, paths included', () => {
    expect(() => indicator('../events/header')).toThrow(UnknownIndicator);
  });

  it.each(RATE_IDS)('%s, a rate, says what it is per what', (id) => {
    const { per, unit, definition, ...names } = rateIndicator(id);
    expect({ per, unit, id: names.id }).toEqual({ per: 1000, unit: '‰', id });
    expect(definition).toContain('÷');
    expect(definition).not.toMatch(/[a-z]{3,}/);
  });
});
