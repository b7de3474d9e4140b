import { Alert } from 'antd';
import type { ReactNode } from 'react';
import type { BundleVerdict } from '../../../../exchange-log/verify/bundle.js';
import { useNumber } from '../../language/numbers.js';
import { messages, useLanguage, useText } from '../../language/text.js';

const texts = messages({
  proven: { zh: (events: string) => `证明成立：${events} 个事件都在签名的日志里，一字未改`, en: (events: string) => `Proven: all ${events} events stand in the signed log, unchanged` },
  broken: { zh: '证明不成立', en: 'Not proven' },
  event: { zh: (nth: number) => `第 ${String(nth)} 个事件：`, en: (nth: number) => `Event ${String(nth)}: ` },
  tree: { zh: (size: string, origin: string) => `日志 ${origin}，检查点覆盖 ${size} 个事件`, en: (size: string, origin: string) => `Log ${origin}, checkpoint over ${size} events` },
});

/** What a check of a bundle came to, plainly. */
export function Verdict({ verdict }: { readonly verdict: BundleVerdict }): ReactNode {
  const text = useText(texts);
  const language = useLanguage();
  const number = useNumber();
  const last = verdict.proven.at(-1);
  if (verdict.faults.length > 0 || last === undefined) {
    const faults = verdict.faults.map((fault) => `${fault.event === undefined ? '' : text.event(fault.event)}${fault[language]}`);
    return <Alert type="error" showIcon className="spaced" title={text.broken} description={<ul className="plain">{faults.map((fault) => <li key={fault}>{fault}</li>)}</ul>} />;
  }
  return <Alert type="success" showIcon className="spaced" title={text.proven(number(verdict.proven.length))} description={text.tree(number(last.treeSize), last.origin)} />;
}
