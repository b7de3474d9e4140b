import type { ReactNode } from 'react';
import type { Problem } from '../../../../../schemas/problem.js';
import { messages, useLanguage, useText } from '../../language/text.js';

const texts = messages({
  value: { zh: '来源的值', en: 'As the source has it' },
  empty: { zh: '（空）', en: '(empty)' },
  column: { zh: '来源列', en: 'Source column' },
  field: { zh: '统一字段', en: 'Unified field' },
  rule: { zh: '规则', en: 'Rule' },
  fix: { zh: '怎样改', en: 'How to mend it' },
});

/** One thing wrong with a record: the source's value beside the rule that it broke and what mends it. */
export function ProblemView({ problem }: { readonly problem: Problem }): ReactNode {
  const text = useText(texts);
  const isChinese = useLanguage() === 'zh';
  return (
    <article className="fault">
      <div className="fault-value">
        <span className="faint">{text.value}</span>
        <code className="fault-cell">{problem.value ?? text.empty}</code>
        <span className="faint">
          {problem.column === undefined ? null : <>{text.column} <code>{problem.column}</code> </>}
          {problem.path === '' ? null : <>{text.field} <code>{problem.path}</code></>}
        </span>
      </div>
      <div className="fault-rule">
        <strong>{isChinese ? problem.zh : problem.en}</strong>
        <span><span className="faint">{text.fix}：</span>{isChinese ? problem.fixZh : problem.fixEn}</span>
        <code className="faint">{problem.code}{problem.rule === undefined ? '' : ` · ${text.rule} ${problem.rule}`}</code>
      </div>
    </article>
  );
}
