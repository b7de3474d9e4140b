/** What a system is called that the shipped rule files read from or write for. */
export interface SystemTitle {
  readonly zh: string;
  readonly en: string;
}

/**
 * The systems of the shipped rule files by the name that stands in `from` and `to`. Systems of single departments are
 * not listed: they are known by their department's name. A test holds the list to the rule files, both ways.
 */
export const systemTitles: Readonly<Record<string, SystemTitle>> = {
  'coordination-office': { zh: '联席会议办公室（工作材料）', en: 'Coordination office, work reports' },
  'credit-china': { zh: '信用中国', en: 'Credit China' },
  'credit-platform': { zh: '省信用信息共享平台', en: 'Provincial credit sharing platform' },
  'data-sharing': { zh: '政务数据共享交换平台', en: 'Government data sharing platform' },
  'double-publicity-2016': { zh: '双公示报送（2016年字段）', en: 'Double publicity, fields of 2016' },
  'double-publicity-2018': { zh: '双公示报送（2018年字段）', en: 'Double publicity, fields of 2018' },
  'double-publicity-return': { zh: '双公示省级回流', en: 'Double publicity, return flow of a province' },
  'double-random': { zh: '省“双随机、一公开”监管子系统', en: 'Provincial double-random subsystem' },
  'enforcement-supervision': {
    zh: '行政执法综合管理监督信息系统',
    en: 'Administrative enforcement management and supervision system',
  },
  'event-information': { zh: '事件信息子系统', en: 'Event information subsystem' },
  'governance-centre': { zh: '市域社会治理现代化指挥中心', en: 'City governance command centre' },
  gsxt: { zh: '国家企业信用信息公示系统（部门协同监管平台）', en: 'Enterprise credit publicity system' },
  'hotline-12345': { zh: '12345热线和投诉举报平台', en: 'Hotline 12345 and complaint platforms' },
  'integrated-supervision': { zh: '市综合集成监管平台', en: 'City integrated supervision platform' },
  'internet-plus': { zh: '省“互联网+监管”系统', en: 'Provincial Internet+ supervision system' },
  'joint-supervision': { zh: '联合监管子系统', en: 'Joint supervision subsystem' },
  'government-portal': { zh: '政府和部门门户网站', en: 'Government portals' },
  judiciary: { zh: '司法机关和公安机关（行刑衔接）', en: 'Judiciary and police' },
  'mobile-enforcement': { zh: '掌上执法应用', en: 'Mobile enforcement apps' },
};
