import { publicationClasses } from '../../publication/rule.js';
import { publicationStandings } from '../../duties/publications.js';
import { pageOf, pageQuery, pageRequest, personOf, textQuery, view, type Route } from '../route.js';

/** How long records are published. */
export const publicationRoutes: readonly Route[] = [
  {
    method: 'get',
    path: '/publications',
    operationId: 'listPublications',
    right: 'obligation.read',
    tag: 'obligations',
    summaryZh: '列出各记录的公示期限，先结束的在前',
    summaryEn: 'List how long records are published, those that end first come first',
    query: {
      department: { type: 'string', maxLength: 100 },
      standing: {
        enum: [...publicationStandings],
        description: '待分类、公示中、应撤未撤、已结束。 Class undetermined, published, still held by a target, ended.',
      },
      ...pageQuery,
    },
    answer: { status: 200, schema: pageOf('Publication') },
    handle: async (request, services) => {
      const { department, standing } = request.query;
      const filter = { department: textQuery(department), standing: publicationStandings.find((one) => one === standing) };
      return { body: await services.publications.list(filter, pageRequest(request)) };
    },
  },
  {
    method: 'post',
    path: '/publications/{record}/classify',
    operationId: 'classifyPublication',
    right: 'delivery.decide',
    tag: 'obligations',
    summaryZh: '确定一条记录的失信程度分类，放行或取消等待中的公示投递',
    summaryEn: 'Decide the class of a record and let go or cancel what waited for it',
    pathParameters: { record: { type: 'string', format: 'uuid' } },
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['class', 'reason'],
      properties: {
        class: { enum: [...publicationClasses] },
        reason: { type: 'string', minLength: 1, maxLength: 500, description: '理由，记入交换日志。 Why; goes into the exchange log.' },
        person: {
          type: 'string',
          minLength: 1,
          maxLength: 100,
          description: '决定人；已登录的人员不必填写。 Who decides; those who signed in need not say it.',
        },
      },
    },
    answer: { status: 200, schema: view('Publication') },
    errors: ['API_RESOURCE_MISSING', 'PUBLICATION_CLASS_NOT_IN_RULE', 'PUBLICATION_OVER'],
    handle: async (request, services) => {
      const { class: chosen, reason } = request.body;
      const decision = {
        class: publicationClasses.find((one) => one === chosen) ?? 'minor',
        reason: typeof reason === 'string' ? reason : '',
        person: personOf(request),
      };
      return { body: await services.publications.classify(request.path.record ?? '', decision) };
    },
  },
];
