import type { JsonObject, JsonValue } from '../../../schemas/json.js';
import type { UnmaskPurpose } from '../../services/records.js';
import { pageOf, pageQuery, pageRequest, personOf, textQuery, view, type ApiRequest, type Route } from '../route.js';

const record = { type: 'string', format: 'uuid' };
const text = { type: 'string', minLength: 1, maxLength: 200 };

const purposeBody: JsonObject = {
  type: 'object',
  additionalProperties: false,
  required: ['reference', 'reason'],
  properties: {
    reference: { ...text, maxLength: 100, description: '案号或文号。 Number of the case or document.' },
    reason: { ...text, description: '理由。 Why.' },
    person: { ...text, maxLength: 100, description: '查看人；已登录的人员不必填写。 Who looks; those who signed in need not say it.' },
  },
};

/** Records as people look at them; every look is in the exchange log. */
export const recordRoutes: readonly Route[] = [
  {
    method: 'get',
    path: '/records',
    operationId: 'findRecords',
    right: 'record.read',
    tag: 'records',
    summaryZh: '按文号、证照号或案号查找记录，新的在前；查到了什么记入交换日志',
    summaryEn: 'Find records by a number of theirs, newest first; what was found goes into the exchange log',
    query: {
      number: { ...text, description: '文书、证照或案件编号。 Number of a document, licence or case.' },
      department: { ...text, maxLength: 100 },
      dataset: { ...text, maxLength: 100 },
      ...pageQuery,
    },
    requiredQuery: ['number'],
    answer: { status: 200, schema: pageOf('Record') },
    handle: async (request, services) => {
      const { number, department, dataset } = request.query;
      const filter = { number: textQuery(number), department: textQuery(department), dataset: textQuery(dataset) };
      return { body: await services.records.find(filter, pageRequest(request)) };
    },
  },
  {
    method: 'post',
    path: '/record-search',
    operationId: 'findRecordsOfSubject',
    right: 'record.read',
    tag: 'records',
    summaryZh: '按当事人查找记录；当事人写在请求内容里，不出现在网址和访问日志中',
    summaryEn: 'Find the records of a person or body, named in the body so that no address or access log has it',
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['subject'],
      properties: {
        subject: { ...text, description: '统一社会信用代码、证件号码或全名。 Credit code, identity number or full name.' },
        number: text,
        department: text,
        dataset: text,
        limit: pageQuery.limit,
        cursor: pageQuery.cursor,
      },
    },
    answer: { status: 200, schema: pageOf('Record') },
    handle: async ({ body }, services) => {
      const [subject, number, department, dataset] = ['subject', 'number', 'department', 'dataset'].map((name) => textOf(body[name]));
      const limit = typeof body.limit === 'number' ? body.limit : pageQuery.limit.default;
      return { body: await services.records.find({ subject, number, department, dataset }, { limit, cursor: textOf(body.cursor) }) };
    },
  },
  {
    method: 'get',
    path: '/records/{id}',
    operationId: 'getRecord',
    right: 'record.read',
    tag: 'records',
    summaryZh: '一条记录的内容（个人信息已脱敏）、版本、投递和时限',
    summaryEn: 'One record: its content with personal fields masked, versions, deliveries and deadlines',
    pathParameters: { id: record },
    answer: { status: 200, schema: view('RecordDetail') },
    errors: ['API_RESOURCE_MISSING'],
    handle: async ({ path }, services) => ({ body: await services.records.get(path.id ?? '') }),
  },
  {
    method: 'post',
    path: '/records/{id}/unmask',
    operationId: 'unmaskRecord',
    right: 'record.unmask',
    tag: 'records',
    summaryZh: '查看一条记录的个人信息明文，须写明案号或文号；记入交换日志',
    summaryEn: 'See the personal fields of one record in clear, for a case or document that is named; goes into the exchange log',
    pathParameters: { id: record },
    body: purposeBody,
    answer: { status: 200, schema: view('RecordDetail') },
    errors: ['API_RESOURCE_MISSING', 'PRIVACY_PURPOSE_VAGUE'],
    handle: async (request, services) => ({ body: await services.records.unmask(request.path.id ?? '', purposeOf(request)) }),
  },
  {
    method: 'post',
    path: '/records/{id}/disclosure',
    operationId: 'discloseRecord',
    right: 'record.unmask',
    tag: 'records',
    summaryZh: '证明交换日志中关于一条记录的全部事件，并出示各版本内容的明文；须写明案号或文号，记入交换日志',
    summaryEn: 'Prove all that the log says of a record and show the content of each version in clear, proven too; for a case or document that is named',
    pathParameters: { id: record },
    body: purposeBody,
    answer: { status: 200, schema: view('ProofBundle') },
    errors: [
      'API_RESOURCE_MISSING',
      'PRIVACY_PURPOSE_VAGUE',
      'PRIVACY_REPORTER_PROTECTED',
      'PRIVACY_NOTHING_TO_DISCLOSE',
      'LOG_EVENT_UNKNOWN',
      'LOG_EVENT_NOT_SEALED',
      'LOG_TREE_DAMAGED',
    ],
    handle: async (request, services) => ({ body: await services.records.disclose(request.path.id ?? '', purposeOf(request)) }),
  },
  {
    method: 'get',
    path: '/unmask-purposes',
    operationId: 'listUnmaskPurposes',
    right: 'log.read',
    tag: 'records',
    summaryZh: '列出查看个人信息明文的用途：何人、为哪个案号、多少次，多的在前',
    summaryEn: 'List what personal fields were looked at in clear for: by whom, for which case, how often; the most often first',
    query: pageQuery,
    answer: { status: 200, schema: pageOf('UnmaskPurpose') },
    handle: async (request, services) => ({ body: await services.records.purposes(pageRequest(request)) }),
  },
];

function purposeOf(request: ApiRequest): UnmaskPurpose {
  const { reference, reason } = request.body;
  return { reference: textOf(reference) ?? '', reason: textOf(reason) ?? '', person: personOf(request) };
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
