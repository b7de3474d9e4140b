import { Alert, Button, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { stringify } from 'yaml';
import type { ApplyPreview, ManifestMistake, ResourceDifference } from '../../../../services/resources.js';
import { call } from '../../api/call.js';
import { useApi } from '../../api/use-api.js';
import { messages, useLanguage, useText } from '../../language/text.js';
import { PageHead } from '../../parts/page-head.js';
import { ProblemAlert } from '../../parts/problem-alert.js';
import { useAction } from '../../parts/use-action.js';
import { useQuery } from '../../router/location.js';

const texts = messages({
  list: { zh: '配置', en: 'Configuration' },
  title: { zh: '应用 YAML', en: 'Apply YAML' },
  say: { zh: '先看会有什么变化，再生效。全部生效或全部不生效。', en: 'See first what would change, then put it into force: all of it or nothing.' },
  yaml: { zh: '清单（YAML，可含多份）', en: 'Manifests (YAML, as many documents as you like)' },
  preview: { zh: '看变化', en: 'What would change' },
  apply: { zh: '生效', en: 'Put into force' },
  applied: { zh: '已生效', en: 'In force' },
  nothing: { zh: '与现行配置相同，没有变化', en: 'The same as what is in force: nothing would change' },
  mistakes: { zh: (count: number) => `${String(count)} 处错误，改好才能生效`, en: (count: number) => `${String(count)} mistakes to mend first` },
  line: { zh: (document: number, line: number | null) => `第 ${String(document)} 份${line === null ? '' : `第 ${String(line)} 行`}`, en: (document: number, line: number | null) => `document ${String(document)}${line === null ? '' : `, line ${String(line)}`}` },
  isNew: { zh: '新增', en: 'new' },
  changed: { zh: '修改', en: 'changed' },
});

/** Changes configuration by its text, with the difference before and every mistake at once. */
export function ApplyPage(): ReactNode {
  const text = useText(texts);
  const [query] = useQuery();
  const [kind = '', department = '', name = ''] = (query['from'] ?? '').split('/');
  const present = useApi(name === '' ? undefined : 'GET /resources/{kind}/{department}/{name}', { path: { kind, department, name } }).data;
  const [written, setWritten] = useState<string>();
  const [preview, setPreview] = useState<ApplyPreview>();
  const { isBusy, problem, run } = useAction();
  const yaml = written ?? (present === undefined ? '' : stringify(present.manifest));
  const look = (): Promise<boolean> => run(async () => setPreview(await call('POST /resources/preview', { body: { text: yaml } })));
  const apply = (): Promise<boolean> =>
    run(async () => {
      await call('POST /resources', { body: { text: yaml } });
      setPreview(undefined);
    }, text.applied);
  const isSound = preview !== undefined && preview.problems.length === 0;
  return (
    <>
      <PageHead title={text.title} say={text.say} back={{ to: '/resources', title: text.list }}>
        <Button onClick={() => void look()} loading={isBusy} disabled={yaml.trim() === ''}>{text.preview}</Button>
        <Button type="primary" disabled={!isSound || preview.changes.length === 0} loading={isBusy} onClick={() => void apply()}>{text.apply}</Button>
      </PageHead>
      <div className="stack">
        <Input.TextArea aria-label={text.yaml} className="code" spellCheck={false} autoSize={{ minRows: 16, maxRows: 40 }} value={yaml} onChange={({ target }) => { setWritten(target.value); setPreview(undefined); }} />
        <ProblemAlert problem={problem} />
        {preview === undefined ? null : (
          <section aria-live="polite" className="stack">
            {preview.problems.length === 0 ? null : <Mistakes mistakes={preview.problems} />}
            {isSound && preview.changes.length === 0 ? <Alert type="info" showIcon title={text.nothing} /> : null}
            {preview.changes.map((change) => <Change key={`${change.kind} ${change.name}`} change={change} />)}
          </section>
        )}
      </div>
    </>
  );
}

function Mistakes({ mistakes }: { readonly mistakes: readonly ManifestMistake[] }): ReactNode {
  const text = useText(texts);
  const isChinese = useLanguage() === 'zh';
  const list = mistakes.map((one) => (
    <li key={`${String(one.document)} ${one.path} ${one.code}`}>
      <strong>{text.line(one.document, one.line)} <code>{one.path}</code></strong> {isChinese ? one.zh : one.en} <span className="faint">{isChinese ? one.fixZh : one.fixEn}</span>
    </li>
  ));
  return <Alert type="error" showIcon title={text.mistakes(mistakes.length)} description={<ul className="plain">{list}</ul>} />;
}

function Change({ change }: { readonly change: ResourceDifference }): ReactNode {
  const text = useText(texts);
  return (
    <article className="sheet padded">
      <strong>{change.kind} {change.name}</strong> <span className={change.isNew ? 'good' : 'soon'}>{change.isNew ? text.isNew : text.changed}</span>
      <ul className="plain difference">
        {change.differences.map((one) => (
          <li key={one.path}>
            <code>{one.path}</code>
            {one.before === undefined ? null : <del><code>{JSON.stringify(one.before)}</code></del>}
            {one.after === undefined ? null : <ins><code>{JSON.stringify(one.after)}</code></ins>}
          </li>
        ))}
      </ul>
    </article>
  );
}
