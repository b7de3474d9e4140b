import { Alert, Button, Typography } from 'antd';
import type { ReactNode } from 'react';
import type { ApiProblem } from '../api/call.js';
import { messages, useLanguage, useText } from '../language/text.js';

const texts = messages({
  again: { zh: '重试', en: 'Try again' },
  failure: { zh: (id: string) => `故障编号 ${id}`, en: (id: string) => `Failure ${id}` },
});

interface Props {
  readonly problem: ApiProblem | undefined;
  readonly onRetry?: () => void;
}

/** What the gateway refused, in its own words: what, why, how to mend it, and the code to look up. */
export function ProblemAlert({ problem, onRetry }: Props): ReactNode {
  const text = useText(texts);
  const language = useLanguage();
  if (problem === undefined) return null;
  const { title, titleEn, detail, fix, fixEn, code, failureId } = problem.details;
  return (
    <Alert
      type="error"
      showIcon
      className="problem"
      title={language === 'zh' ? title : titleEn}
      description={
        <>
          {detail === undefined ? null : <div className="problem-detail">{detail}</div>}
          <div>{language === 'zh' ? fix : fixEn}</div>
          <Typography.Text type="secondary" className="code">
            {code}
            {failureId === undefined ? '' : ` · ${text.failure(failureId)}`}
          </Typography.Text>
        </>
      }
      action={onRetry === undefined ? undefined : <Button size="small" onClick={onRetry}>{text.again}</Button>}
    />
  );
}
