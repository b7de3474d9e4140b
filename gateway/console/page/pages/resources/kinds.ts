import { messages } from '../../language/text.js';

export const kindTexts = messages({
  Department: { zh: '部门', en: 'Department' },
  Connector: { zh: '连接器', en: 'Connector' },
  Mapping: { zh: '映射规则', en: 'Mapping' },
  CodeTable: { zh: '代码表', en: 'Code table' },
  Exchange: { zh: '交换任务', en: 'Exchange' },
  Route: { zh: '路由', en: 'Route' },
  Agreement: { zh: '共享协议', en: 'Agreement' },
  DeadlineRule: { zh: '时限规则', en: 'Deadline rule' },
  PublicationRule: { zh: '公示规则', en: 'Publication rule' },
  Calendar: { zh: '日历', en: 'Calendar' },
});

export const kinds = ['Department', 'Connector', 'Mapping', 'CodeTable', 'Exchange', 'Route', 'Agreement', 'DeadlineRule', 'PublicationRule', 'Calendar'] as const;
