import type { ErrorEntry } from './entry.js';

export const serviceErrors = {
  SERVICE_SETTING_WRONG: {
    recovery: 'fixConfig',
    status: 500,
    zh: '程序设置有误。',
    en: 'A setting of the program is wrong.',
    fixZh: '请按所列要求修改环境变量或命令行参数。',
    fixEn: 'Change the named environment variables or flags to what is expected.',
  },
  SERVICE_QUEUE_FULL: {
    recovery: 'retry',
    status: 503,
    zh: '内部队列已满。',
    en: 'The internal queue is full.',
    fixZh: '请稍候；若持续出现，请检查是否有目标系统长时间不响应。',
    fixEn: 'Wait; if it stays so, see whether a target has not answered for long.',
  },
  SERVICE_QUEUE_CLOSED: {
    recovery: 'stopRun',
    status: 503,
    zh: '程序正在停止，不再接收新任务。',
    en: 'The program is stopping and takes no new work.',
    fixZh: '请在程序重新启动后再试。',
    fixEn: 'Try again when the program has been started anew.',
  },
} as const satisfies Record<string, ErrorEntry>;
