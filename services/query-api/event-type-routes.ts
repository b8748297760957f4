import { z } from 'zod';
import { HttpProblem } from '../../infra/http/http-problem.js';
import type { Route } from '../../infra/http/route.js';
import type { EventContract } from '../../schemas/contract.js';
import { eventContracts } from '../../schemas/generated/contract-index.js';

/** The catalogue of what is shared. */
export function eventTypeRoutes(): Route[] {
  return [
    {
      method: 'get',
      path: '/v1/event-types',
      right: 'dataset:read',
      summary: '共享数据目录：事件类型及字段',
      responses: {
        200: { description: '事件类型', schema: z.object({ eventTypes: z.array(z.record(z.string(), z.unknown())) }) },
      },
      handle: async (_request, response) => {
        response.json({ eventTypes: eventContracts.map(presentType) });
      },
    },
  ];
}

function presentType({ eventType, label, doc, contractVersion, authoritativeDepartment, fields }: EventContract) {
  return {
    ...{ eventType, label, doc, contractVersion, authoritativeDepartment },
    fields: fields.map(({ path, label: fieldLabel, avroType, nullable, sensitivity, codeList, unit }) => ({
      ...{ path, label: fieldLabel, type: avroType, nullable, sensitivity, codeList, unit },
    })),
  };
}

/** @throws HttpProblem 404 EVENT_TYPE_UNKNOWN */
export function contractOf(eventType: string): EventContract {
  const contract = eventContracts.find((candidate) => candidate.eventType === eventType);
  if (contract) return contract;
  const known = eventContracts.map((candidate) => `${candidate.eventType}（${candidate.label}）`).join('、');
  throw new HttpProblem({
    status: 404,
    code: 'EVENT_TYPE_UNKNOWN',
    title: '没有这种事件类型',
    detail: `可用的事件类型：${known}。`,
  });
}
