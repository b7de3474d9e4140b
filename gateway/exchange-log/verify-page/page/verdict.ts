import { shanghaiMinute } from '../../../clock.js';
import { eventRow, eventTitles } from '../../story.js';
import type { LogEntry } from '../../entry.js';
import type { BundleVerdict, ProvenEvent } from '../../verify/bundle.js';
import type { Fault } from '../../verify/faults.js';
import { el, inBoth } from './elements.js';

/** Puts the verdict into its place on the page: what it comes to, every fault, and what the proven events say. */
export function showVerdict(place: HTMLElement, { faults, proven, signers, stampsUnchecked }: BundleVerdict): void {
  const isGood = faults.length === 0;
  place.className = isGood ? 'good' : 'bad';
  place.hidden = false;
  place.replaceChildren(
    el('div', { class: 'banner' }, isGood ? goodWords(proven.length) : badWords(faults.length)),
    ...(isGood ? [] : [el('ul', { class: 'faults' }, faults.map(faultItem))]),
    ...(proven.length === 0 ? [] : [storyTitle(isGood), el('div', { class: 'table' }, [storyTable(proven)])]),
    facts(proven, signers),
    ...(stampsUnchecked === 0 ? [] : [el('p', { class: 'hint' }, inBoth(`另有 ${String(stampsUnchecked)} 个时间戳未核对：请另起一行输入时间戳机构证书的 SHA-256 指纹。`, 'Time stamps were not checked: type the SHA-256 of the authority’s certificate, too.'))]),
  );
}

function goodWords(count: number): Node[] {
  return [
    el('strong', {}, [`✓ 属实：${String(count)} 个事件都在由所给密钥签名的日志里，内容未改`]),
    el('span', { lang: 'en' }, [`Proven: all ${String(count)} events are in a log that the given key has signed, as they were written.`]),
  ];
}

function badWords(count: number): Node[] {
  return [
    el('strong', {}, [`✗ 不能采信：发现 ${String(count)} 处问题`]),
    el('span', { lang: 'en' }, [`Not to be relied on: ${String(count)} ${count === 1 ? 'fault' : 'faults'} found.`]),
  ];
}

function faultItem({ code, event, zh, en }: Fault): Node {
  const which = event === undefined ? '' : `第 ${String(event)} 个事件：`;
  const where = event === undefined ? '' : `Event ${String(event)}: `;
  return el('li', {}, [...inBoth(`${which}${zh}`, `${where}${en}`), ' ', el('code', {}, [code])]);
}

function storyTitle(isGood: boolean): Node {
  return el('h2', {}, isGood ? inBoth('事件经过', 'What happened') : inBoth('其中无误的事件', 'Events without a fault'));
}

function storyTable(proven: readonly ProvenEvent[]): Node {
  const isStamped = proven.some(({ witnessedAt }) => witnessedAt !== undefined);
  const stampTitle = isStamped ? [['时间戳：最迟已存在', 'time stamp: there by'] as const] : [];
  const head = [['序号', 'index'] as const, ...eventTitles, ...stampTitle].map(([zh, en]) => el('th', {}, inBoth(zh, en)));
  const rows = proven.map(({ index, entry, witnessedAt }) => {
    // Signed as it stands: what the log wrote is what is shown, whichever version of the gateway wrote it.
    const cells = eventRow(entry as unknown as LogEntry).map(([zh, en]) => el('td', {}, inBoth(zh, en)));
    const stamp = isStamped ? [el('td', {}, [witnessedAt === undefined ? '' : shanghaiMinute(new Date(witnessedAt))])] : [];
    return el('tr', {}, [el('td', {}, [String(index)]), ...cells, ...stamp]);
  });
  return el('table', {}, [el('thead', {}, [el('tr', {}, head)]), el('tbody', {}, rows)]);
}

/** Which log, how much of it, and whose signatures: what a report on this verdict has to name. */
function facts(proven: readonly ProvenEvent[], signers: readonly string[]): Node {
  const rows = [
    ['记录 Record', [...new Set(proven.map(({ entry }) => entry['record']).filter((one) => typeof one === 'string'))]],
    ['日志 Log', [...new Set(proven.map(({ origin }) => origin))]],
    ['检查点大小 Size of checkpoint', [...new Set(proven.map(({ treeSize }) => String(treeSize)))]],
    ['签名 Signed by', signers],
  ] as const;
  return el('dl', {}, rows.flatMap(([name, values]) => [el('dt', {}, [name]), el('dd', {}, [values.join(' ') || '–'])]));
}
