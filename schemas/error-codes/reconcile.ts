import type { ErrorEntry } from './entry.js';

export const reconcileErrors = {
  RECONCILE_TOO_LARGE: {
    recovery: 'fixConfig',
    status: 422,
    zh: '来源的数据行多于一次对账所能处理的数量。',
    en: 'The source has more rows than one reconciliation takes.',
    fixZh: '请把该交换任务按年份或地区分成几个数据流后分别对账。',
    fixEn: 'Part the exchange into streams by year or place and reconcile each.',
  },
  RECONCILE_SOURCE_FAILED: {
    recovery: 'retry',
    status: 502,
    zh: '对账前的交换没有成功，不能对账。',
    en: 'The exchange did not run through before the reconciliation, so there is nothing to hold it against.',
    fixZh: '请按批次的错误处理后再对账（jiantong exchange list）。',
    fixEn: 'Mend what stopped the run (jiantong exchange list) and reconcile again.',
  },
  RECONCILE_BROKEN_OFF: {
    recovery: 'retry',
    status: 503,
    zh: '对账中途停止。',
    en: 'The reconciliation was broken off.',
    fixZh: '请重新对账；此前的发现不受影响。',
    fixEn: 'Reconcile again; former findings stay as they were.',
  },
  RECONCILE_RUNNING: {
    recovery: 'retry',
    status: 409,
    zh: '该交换任务正在对账。',
    en: 'The exchange is being reconciled at the moment.',
    fixZh: '请等它结束：jiantong reconcile run 会给出结果。',
    fixEn: 'Wait until it has ended, and try again.',
  },
  RECONCILE_FINDING_DECIDED: {
    recovery: 'fixConfig',
    status: 409,
    zh: '该对账发现已经判定，或者已经消失。',
    en: 'The finding has been decided, or is gone.',
    fixZh: '请用 jiantong reconcile findings 查看。',
    fixEn: 'See it with jiantong reconcile findings.',
  },
} as const satisfies Record<string, ErrorEntry>;
