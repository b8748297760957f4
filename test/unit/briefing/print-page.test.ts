import { composeBriefing } from '../../../services/briefing/compose-briefing.js';
import { printPage } from '../../../services/briefing/page/print-page.js';
import { briefingInput } from './briefing-input.js';

const page = printPage(composeBriefing(briefingInput(() => 31)));

describe('the page of a briefing', () => {
  it('asks nothing of the network and runs nothing', () => {
    expect(page.replace(/http:\/\/www\.w3\.org\/\S*/g, '')).not.toMatch(/https?:|<script|<link|@import|url\((?!#)/);
  });

  it('gives each figure an anchor, once, in the form indicator/year/row', () => {
    expect(page).toContain(' id="determinations-recognised-by-place/2025/220100"');
    expect(page).toContain(' id="work-injury-incidence/2025/place:220100"');
    expect(page).toContain(' id="G1/2026/220100"');
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).not.toMatch(/\s/);
  });

  it('leads from its contents to headings that it has', () => {
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(targets.length).toBeGreaterThan(20);
    for (const id of targets) expect(page).toContain(` id="${id}"`);
  });

  it('has three charts whose names do not meet', () => {
    expect(page.match(/<svg /g)).toHaveLength(3);
    expect(page).not.toMatch(/zr\d/);
  });

  it('marks made-up data and escapes what it prints', () => {
    expect(page).toContain('示例数据');
    expect(printPage(composeBriefing(briefingInput(() => 31, { sample: false })))).not.toContain('示例');
    const evil = printPage({
      ...{ title: '<b>', sample: false, asOf: 0 },
      blocks: [{ kind: 'paragraph', text: '<img src=x onerror="1">&' }],
    });
    expect(evil).toContain('&#60;img src=x onerror=&#34;1&#34;&#62;&#38;');
    expect(evil).toContain('<title>&#60;b&#62;</title>');
  });

  it('is the same, byte for byte, each time', () => {
    expect(printPage(composeBriefing(briefingInput(() => 31)))).toBe(page);
  });
});
