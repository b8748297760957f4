import type { Block, BriefingDocument, ChartBlock, TableBlock } from './briefing-document.js';
import { drawChart, type Picture } from './charts/draw-chart.js';

/** 表1, 表2 … and 图1, 图2 … in the order of the document, the same in all its forms. */
export type NumberedBlock =
  | Exclude<Block, TableBlock | ChartBlock>
  | (TableBlock & { readonly number: string })
  | (ChartBlock & { readonly number: string; readonly picture: Picture });

export function numberedBlocks({ blocks }: BriefingDocument): NumberedBlock[] {
  let [tables, charts] = [0, 0];
  return blocks.map((block) => {
    if (block.kind === 'table') return { ...block, number: `表${(tables += 1)}` };
    if (block.kind !== 'chart') return block;
    charts += 1;
    return { ...block, number: `图${charts}`, picture: drawChart(block.chart, `chart-${charts}`) };
  });
}
