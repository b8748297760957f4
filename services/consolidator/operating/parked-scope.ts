import { z } from 'zod';
import type { Principal } from '../../../infra/http/route.js';
import type { ParkedFilter } from '../../dataset/find-parked.js';
import { parkReasons } from '../../dataset/parked-events.js';

/** Not a reader's right: whoever has it decides what becomes of messages that were set aside. */
export const OPERATE = 'dataset:operate';

const name = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\0]+$/);

/** What an operator may look for. */
export const parkedFilterSchema = z.object({
  department: name.optional().meta({ description: '报送部门（主题所属部门）' }),
  source: name.optional().meta({ description: '消息自称的来源系统编号' }),
  eventType: name.optional().meta({ description: '事件类型' }),
  reason: z.enum(parkReasons).optional().meta({ description: '搁置原因' }),
  topic: name.optional().meta({ description: '主题' }),
  since: z.iso.datetime({ offset: true }).optional().meta({ description: '只列这一时间以后搁置的消息' }),
});

/** An operator of no department answers for all messages, one of a department for its own; either as far as the token names sources. */
export function parkedFilterOf(principal: Principal, asked: z.infer<typeof parkedFilterSchema>): ParkedFilter {
  const { department = principal.department, source, eventType, reason, topic, since } = asked;
  const foreign = principal.department !== null && department !== principal.department;
  return {
    ...(department !== null && { department }),
    ...sourcesOf(principal, source),
    ...(eventType !== undefined && { eventType }),
    ...(reason !== undefined && { reasonCode: reason }),
    ...(topic !== undefined && { topic }),
    ...(since !== undefined && { since: Date.parse(since) }),
    ...(foreign && { messageIds: [] }),
  };
}

function sourcesOf({ sources }: Principal, asked: string | undefined): Pick<ParkedFilter, 'sourceIds'> {
  if (sources.includes('*')) return asked === undefined ? {} : { sourceIds: [asked] };
  return { sourceIds: asked === undefined ? sources : sources.filter((source) => source === asked) };
}
