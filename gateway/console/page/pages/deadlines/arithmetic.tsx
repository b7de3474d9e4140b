import type { ReactNode } from 'react';
import type { ObligationView } from '../../../../services/obligations.js';
import { useApi } from '../../api/use-api.js';
import { useNames } from '../../frame/names.js';
import { messages, useLanguage, useText } from '../../language/text.js';
import { ProblemAlert } from '../../parts/problem-alert.js';

const texts = messages({
  basis: { zh: '依据', en: 'Basis' },
  days: { zh: '逐日计算', en: 'Day by day' },
  from: { zh: '起算日', en: 'counted from' },
  due: { zh: '到期日', en: 'due' },
});

/** Why an obligation is due when it is: the rule, its law, and each day on the way. */
export function Arithmetic({ obligation }: { readonly obligation: ObligationView }): ReactNode {
  const text = useText(texts);
  const language = useLanguage();
  const { find } = useNames();
  const { rule, triggerDate, dueOn, department } = obligation;
  const named = find('deadline-rule', rule);
  const { data, problem } = useApi('GET /deadline-explanation', { query: { rule, from: triggerDate, department } });
  return (
    <div className="arithmetic">
      <strong>{named?.[language] ?? rule}</strong>
      {named?.basis ? <span className="faint">{text.basis}：{named.basis}</span> : null}
      <ProblemAlert problem={problem} />
      {data === undefined ? null : (
        <ol className="days" aria-label={text.days}>
          {data.steps.map((step) => (
            <li key={step.date} className={step.date === dueOn ? 'day day-due' : step.counts ? 'day day-counts' : 'day'} title={language === 'zh' ? step.zh : step.en}>
              <span className="day-date">{step.date.slice(5)}</span>
              <span className="day-count">{step.counts ? step.count : '·'}</span>
              <span className="day-why">{language === 'zh' ? step.zh : step.en}</span>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
