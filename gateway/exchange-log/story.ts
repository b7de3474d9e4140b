import { shanghaiMinute } from '../clock.js';
import type { LogEntry, LogStation } from './entry.js';

/** What each station means, for a person. */
export const stationWords: Readonly<Record<LogStation, Words>> = {
  'pushed-to-us': ['部门推送已收下', 'pushed to the gateway and taken'],
  received: ['收到并入库', 'received and stored'],
  'withdrawn-at-source': ['来源已撤回', 'withdrawn at its source'],
  quarantined: ['有误，进入隔离区', 'put into quarantine'],
  'quarantine-dismissed': ['隔离已人工关闭', 'quarantine closed by a person'],
  'handed-over': ['已交给接收方', 'handed over'],
  accepted: ['接收方已接收', 'accepted by the receiver'],
  rejected: ['接收方拒收', 'rejected by the receiver'],
  held: ['等待人工处理', 'held for a person'],
  released: ['人工放行', 'released by a person'],
  superseded: ['由更新的版本取代', 'superseded by a newer version'],
  cancelled: ['已取消', 'cancelled'],
  'seen-published': ['已看到公示', 'seen published'],
  'obligation-met': ['按时完成报送', 'obligation met in time'],
  'obligation-met-late': ['逾期完成报送', 'obligation met late'],
  'obligation-withdrawn': ['不再需要报送', 'obligation withdrawn'],
  'obligation-adopted': ['接收方早已有此记录，不计按时或迟报', 'the receiver had it before: counted neither in time nor late'],
  'obligation-reopened': ['重新需要报送', 'obligation opened again'],
  'deadline-moved': ['到期日变动', 'due date moved'],
  'deadline-confirmed': ['暂定的到期日已确定', 'provisional due date confirmed'],
  'deadline-unconfirmed': ['到期日改为暂定', 'due date is provisional now'],
  'deadline-case-opened': ['推迟或免除待决定', 'a later date or a waiver waits for a decision'],
  'deadline-case-approved': ['同意推迟或免除', 'later date or waiver approved'],
  'deadline-case-refused': ['不同意推迟或免除', 'later date or waiver refused'],
  'lateness-explained': ['说明逾期原因', 'lateness explained'],
  'publication-class-decided': ['公示分类已人工确定', 'publication class decided by a person'],
  'publication-repaired': ['信用修复，停止公示', 'repaired: published no more'],
  'publication-ended': ['公示期满或已修复，撤下公示', 'publication ended: withdrawn from public targets'],
  reconciled: ['已对账', 'reconciled'],
  'stream-counted': ['数据流每日计数', 'what a stream gave in a day'],
  'finding-decided': ['对账发现已人工判定', 'finding decided by a person'],
  'deadline-warned': ['到期预警', 'deadline warned of'],
  'deadline-overdue': ['已逾期', 'overdue'],
  'deadline-notice-acknowledged': ['预警已签收', 'warning acknowledged'],
  'record-viewed': ['查看记录（已脱敏）', 'record viewed, masked'],
  'record-unmasked': ['查看个人信息明文', 'personal fields viewed in clear'],
  'record-disclosed': ['向审计出示内容', 'content disclosed with its proof'],
  'erasure-asked': ['申请删除个人信息', 'erasure of a person asked for'],
  'erasure-approved': ['同意删除个人信息', 'erasure of a person approved'],
  'erasure-refused': ['不同意删除个人信息', 'erasure of a person refused'],
  'person-erased': ['个人信息已删除', 'personal fields erased'],
  'hold-placed': ['案件保全', 'legal hold placed'],
  'hold-lifted': ['解除案件保全', 'legal hold lifted'],
  'deadline-urged': ['数据管理机构催办', 'urged by the data office'],
  'deadline-supervised': ['升级督办，已告知上级', 'escalated to the supervisor'],
  'urging-answered': ['催办或督办已答复', 'urging answered'],
  'stream-quiet': ['数据流比往常安静，要求零报告或说明故障', 'stream quieter than usual: a zero report or a fault is asked for'],
  'stream-quiet-closed': ['安静的数据流已有交代', 'quiet stream accounted for'],
  'configuration-changed': ['配置变更', 'configuration changed'],
  'agreement-decided': ['共享协议一方已表示意见', 'a side decided about an agreement'],
  'agreement-ending': ['共享协议即将到期', 'an agreement is about to end'],
  'agreement-ended': ['共享协议已到期，停止送出', 'an agreement has ended: nothing goes out by it'],
  'signed-in': ['登录', 'signed in'],
  'sign-in-refused': ['登录被拒', 'sign-in refused'],
  'person-changed': ['人员变更', 'person changed'],
  'key-changed': ['接口密钥变更', 'API key changed'],
  'secret-changed': ['连接器密钥变更', 'secret of a connector changed'],
  'secret-used': ['使用连接器密钥', 'secret of a connector used'],
  'exchange-paused': ['暂停交换任务的计划', 'schedule of an exchange paused'],
  'exchange-resumed': ['恢复交换任务的计划', 'schedule of an exchange resumed'],
  'run-cancelled': ['人工停止批次', 'run stopped by a person'],
  'log-exported': ['导出日志', 'exported from the log'],
  'log-pruned': ['归档后清出存储', 'taken out of the store once archived'],
  'log-attached': ['归档挂回', 'archive put back'],
  'target-paused': ['暂停投递', 'target paused'],
  'target-resumed': ['恢复投递', 'target resumed'],
};

type Words = readonly [zh: string, en: string];

/** Heads of the columns of {@link eventRow}. */
export const eventTitles: readonly Words[] = [
  ['北京时间', 'Shanghai time'],
  ['站点', 'station'],
  ['版本', 'version'],
  ['目标', 'target'],
  ['代码', 'code'],
  ['部门', 'department'],
  ['操作者', 'actor'],
];

/** One event as a row of words, for people. It says no more than the entry and proves nothing. */
export function eventRow(entry: LogEntry): readonly Words[] {
  const { version, target, code, department, actor } = entry;
  const facts = [version, target, code, department, actor].map((fact): Words => [fact === undefined ? '' : String(fact), '']);
  return [[minuteOf(entry.at), ''], wordsOf(entry.station), ...facts];
}

/** One event in a line of words, in Shanghai's time. It says no more than the entry and proves nothing. */
export function storyLine(entry: LogEntry): string {
  const [zh, en] = wordsOf(entry.station);
  const facts = [
    entry.version === undefined ? '' : `版本 version ${String(entry.version)}`,
    entry.target === undefined ? '' : `→ ${entry.target}`,
    entry.code === undefined ? '' : `代码 code ${entry.code}`,
    `${entry.department} ${entry.actor}`,
  ];
  return `${minuteOf(entry.at)} ${zh} ${en} ${facts.filter((fact) => fact !== '').join(' · ')}`;
}

/** A later version of the gateway may have stations that this one has no words for. */
function wordsOf(station: LogStation): Words {
  return Object.hasOwn(stationWords, station) ? stationWords[station] : [station, ''];
}

/** A proven entry of another program may have no time that we can read. */
function minuteOf(at: string): string {
  const instant = new Date(at);
  return Number.isNaN(instant.getTime()) ? '–' : shanghaiMinute(instant);
}
