import { Button, Card, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { verifyBundle, type BundleVerdict } from '../../../../exchange-log/verify/bundle.js';
import { call } from '../../api/call.js';
import { messages, useText } from '../../language/text.js';
import { ProblemAlert } from '../../parts/problem-alert.js';
import { useAction } from '../../parts/use-action.js';
import { Verdict } from './verdict.js';

const texts = messages({
  title: { zh: '证明', en: 'Proof' },
  say: {
    zh: '取来证明文件，就在这个浏览器里核验：事件内容、在日志中的位置、检查点的签名。不依赖网关的说法。',
    en: 'Fetches the bundle of proofs and checks it in this browser: each event’s content, its place in the log, the checkpoint’s signature. Nothing rests on the gateway’s word.',
  },
  key: { zh: '您信任的公钥或其指纹（不填则用网关现给的公钥）', en: 'Public key that you trust, or its fingerprint (else the one that the gateway offers now)' },
  check: { zh: '核验', en: 'Check the proof' },
  download: { zh: '下载证明文件', en: 'Download the bundle' },
  offered: {
    zh: '用的是网关现在给出的公钥。要得出不依赖网关的结论，请填写您自己留存的公钥或指纹再核验。',
    en: 'Checked with the key that the gateway offers now. For a verdict that rests on nobody’s word enter the key or fingerprint that you keep yourself.',
  },
});

/** Proves a record's events in the browser itself, with the verifier that the command line uses. */
export function RecordProof({ record }: { readonly record: string }): ReactNode {
  const text = useText(texts);
  const [typed, setTyped] = useState('');
  const [verdict, setVerdict] = useState<BundleVerdict>();
  const [isOffered, setOffered] = useState(false);
  const { isBusy, problem, run } = useAction();
  const fetchBundle = () => call('GET /records/{id}/log-proof', { path: { id: record } });

  const check = (): Promise<boolean> =>
    run(async () => {
      const bundle = await fetchBundle();
      const given = typed.split('\n').map((line) => line.trim()).filter((line) => line !== '');
      setOffered(given.length === 0);
      setVerdict(await verifyBundle(JSON.stringify(bundle), given.length === 0 ? bundle.keys : given));
    });
  const download = (): Promise<boolean> => run(async () => saveAs(`${record}.proof.json`, JSON.stringify(await fetchBundle(), null, 2)));

  return (
    <Card title={text.title}>
      <p className="faint spaced">{text.say}</p>
      <Input.TextArea aria-label={text.key} placeholder={text.key} rows={2} value={typed} onChange={({ target }) => setTyped(target.value)} className="spaced" />
      <div className="page-actions spaced">
        <Button type="primary" loading={isBusy} onClick={() => void check()}>{text.check}</Button>
        <Button onClick={() => void download()}>{text.download}</Button>
      </div>
      <ProblemAlert problem={problem} />
      {verdict === undefined ? null : <Verdict verdict={verdict} />}
      {verdict !== undefined && isOffered ? <p className="faint">{text.offered}</p> : null}
    </Card>
  );
}

/** Hands a text to the browser as a file to keep. */
function saveAs(name: string, content: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type: 'application/json' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
