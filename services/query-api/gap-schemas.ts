import { z } from 'zod';

const state = z.enum(['RED', 'AMBER', 'NOT_ASSESSABLE', 'NOT_DUE', 'CLOSED']);
const recordName = { sourceId: z.string(), eventType: z.string(), recordId: z.string() };

export const gapDefinitionsSchema = z
  .object({ gaps: z.array(z.record(z.string(), z.unknown())) })
  .meta({ id: 'GapDefinitions', description: '缺口规则及口径' });

const gapRowSchema = z
  .object({
    record: z.object(recordName).meta({ description: '引起缺口的记录' }),
    department: z.string(),
    division: z.string().nullable(),
    divisionName: z.string().nullable(),
    employer: z.object({ uscc: z.string().nullable(), name: z.string().nullable() }),
    state,
    stateLabel: z.string(),
    startedOn: z.string().meta({ description: '起算日' }),
    amberOn: z.string().meta({ description: '黄色期限的最后一日' }),
    redOn: z.string().meta({ description: '红色期限的最后一日' }),
    daysOver: z.int().meta({ description: '超过所处状态期限的天数' }),
    closedBy: z.enum(['FILED', 'WITHDRAWN']).nullable(),
    filed: z
      .object({ ...recordName, rule: z.string(), filedOn: z.string() })
      .nullable()
      .meta({ description: '销号的记录' }),
    reasons: z.array(z.enum(['PERSON_UNRESOLVED', 'STATEMENTS_MISSING'])),
    reasonLabels: z.array(z.string()),
    missing: z
      .array(z.object({ sourceId: z.string().nullable(), eventType: z.string(), months: z.array(z.string()) }))
      .meta({ description: '待补的报送说明；sourceId 为空表示没有任何来源说明这些月份' }),
  })
  .meta({ id: 'GapRow' });

export const gapPageSchema = z
  .object({
    gap: z.object({ id: z.string(), version: z.string(), label: z.string(), definition: z.string() }),
    asOf: z.string(),
    counts: z.record(state, z.int()).meta({ description: '按状态的数量，不受 state 参数限制' }),
    places: z.array(
      z.object({
        division: z.string().nullable(),
        divisionName: z.string().nullable(),
        states: z.partialRecord(state, z.int()),
      }),
    ),
    rows: z.array(gapRowSchema),
    next: z.string().nullable().meta({ description: '下一页位置；最后一页为空' }),
  })
  .meta({ id: 'GapPage', description: '截至某日的缺口清单' });
