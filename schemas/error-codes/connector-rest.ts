import type { ErrorEntry } from './entry.js';

/** Codes of the connectors that speak HTTP. */
export const restConnectorErrors = {
  REST_RATE_LIMITED: {
    recovery: 'retry', status: 503,
    zh: '对方限流，本批未被接收', en: 'The far system limits requests; nothing of the batch was taken',
    fixZh: '无需处理，将按对方要求的时间重试；常发生时调低 recordsPerSecond 或 concurrency。',
    fixEn: 'Nothing: it is tried again when the far system allows. If it happens often, lower recordsPerSecond or concurrency.',
  },
  REST_BATCH_REFUSED: {
    recovery: 'skipRecord', status: 422,
    zh: '对方整批拒收', en: 'The far system refused the batch as a whole',
    fixZh: '按对方返回的说明修改映射或数据；网关会拆批找出有问题的记录。',
    fixEn: 'Mend mapping or data by the answer shown; the gateway halves the batch to find the records that are meant.',
  },
  REST_REQUEST_REFUSED: {
    recovery: 'fixConfig', status: 502,
    zh: '对方拒绝了请求', en: 'The far system refused the request',
    fixZh: '按对方返回的说明核对路径和参数。', fixEn: 'Compare path and parameters with the answer shown.',
  },
  REST_ANSWER_LOST: {
    recovery: 'retry', status: 502,
    zh: '没有得到完整的应答', en: 'No whole answer came',
    fixZh: '无需处理，将自动重试；持续发生时检查网络和对方服务。',
    fixEn: 'Nothing: it is tried again. If it lasts, look at the network and the far service.',
  },
  REST_FAR_SYSTEM_FAILED: {
    recovery: 'retry', status: 502,
    zh: '对方系统出错', en: 'The far system failed',
    fixZh: '无需处理，将自动重试；持续发生时联系对方。', fixEn: 'Nothing: it is tried again. If it lasts, call the far side.',
  },
  REST_PAGES_ENDLESS: {
    recovery: 'fixConfig', status: 502,
    zh: '分页没有尽头', en: 'The paging does not end',
    fixZh: '核对 paging 的参数名：对方可能忽略了它，每次都给同一页。',
    fixEn: 'Check the parameter names of paging: the far system may ignore them and give the same page for ever.',
  },
  REST_LINK_ELSEWHERE: {
    recovery: 'fixConfig', status: 502,
    zh: '下一页的地址指向另一台主机', en: 'The address of the next page leads to another host',
    fixZh: '为防止令牌外泄不予跟随；请对方改正，或换用其他分页方式。',
    fixEn: 'It is not followed, to keep the token in. Have the far side mend it, or use another kind of paging.',
  },
  REST_ROW_NOT_AN_OBJECT: {
    recovery: 'skipRecord', status: 422,
    zh: '这一项不是记录', en: 'The item is not a record',
    fixZh: '核对 rows 路径是否指向记录列表。', fixEn: 'Check that the path rows leads to the list of records.',
  },
} as const satisfies Record<string, ErrorEntry>;
