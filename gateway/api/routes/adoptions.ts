import type { JsonObject } from '../../../schemas/json.js';
import { isObject } from '../../../schemas/record-schemas.js';
import type { ListedRow } from '../../services/adoptions.js';
import { personOf, view, type Route } from '../route.js';

const nameParameters = {
  department: { type: 'string', maxLength: 100 },
  name: { type: 'string', maxLength: 100 },
} satisfies Record<string, JsonObject>;

/** What receivers have already. */
export const adoptionRoutes: readonly Route[] = [
  {
    method: 'post',
    path: '/exchanges/{department}/{name}/adoptions',
    operationId: 'adoptDeliveries',
    right: 'deadline.decide',
    tag: 'deliveries',
    summaryZh: '按接收方已有记录的清单认领：等待中的投递视为已送达，不再推送',
    summaryEn: 'Take as delivered what a receiver’s own list shows that it has; nothing is pushed',
    pathParameters: nameParameters,
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['target', 'rows'],
      properties: {
        target: { type: 'string', minLength: 1, maxLength: 200, description: 'department/name' },
        rows: {
          type: 'array',
          minItems: 1,
          maxItems: 5000,
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['key'],
            properties: {
              key: { type: 'string', minLength: 1, maxLength: 500, description: '文号，或记录的主键。 Document number, or the record’s key.' },
              date: {
                type: 'string',
                pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
                description: '接收方自己记载的日期；没有的不计入按时率。 The receiver’s own day; without one it never counts as in time.',
              },
            },
          },
        },
        isDryRun: { type: 'boolean', description: '只说明会认领什么。 Only says what would be adopted.' },
        person: {
          type: 'string',
          minLength: 1,
          maxLength: 100,
          description: '办理人；已登录的人员不必填写。 Who does it; those who signed in need not say it.',
        },
      },
    },
    answer: { status: 200, schema: view('Adoption') },
    errors: ['API_RESOURCE_MISSING'],
    handle: async (request, services) => {
      const { target, rows, isDryRun } = request.body;
      const adopted = await services.adoptions.adopt({
        exchange: `${request.path.department ?? ''}/${request.path.name ?? ''}`,
        target: typeof target === 'string' ? target : '',
        rows: Array.isArray(rows) ? rows.filter(isObject).map(listedRow) : [],
        isDryRun: isDryRun === true,
        person: personOf(request),
      });
      return { body: adopted };
    },
  },
];

function listedRow({ key, date }: JsonObject): ListedRow {
  return { key: typeof key === 'string' ? key : '', ...(typeof date === 'string' ? { date } : {}) };
}
