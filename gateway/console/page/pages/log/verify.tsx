import { InboxOutlined } from '@ant-design/icons';
import { Input, Upload } from 'antd';
import { useState, type ReactNode } from 'react';
import { verifyBundle, type BundleVerdict } from '../../../../exchange-log/verify/bundle.js';
import { useApi } from '../../api/use-api.js';
import { messages, useText } from '../../language/text.js';
import { Moment } from '../../parts/moment.js';
import { PageHead } from '../../parts/page-head.js';
import { Verdict } from './verdict.js';

const texts = messages({
  title: { zh: '核验证明', en: 'Check a proof' },
  say: { zh: '核验别人给您的证明文件。文件不离开这个浏览器。', en: 'Check a bundle of proofs that somebody gave you. The file does not leave this browser.' },
  key: { zh: '您信任的公钥或其指纹，每行一个', en: 'Public keys that you trust, or their fingerprints, one a line' },
  drop: { zh: '把证明文件拖到这里，或点击选择', en: 'Drop the bundle here, or click to choose it' },
  keys: { zh: '网关现给的公钥', en: 'Keys that the gateway offers' },
  use: { zh: '指纹', en: 'Fingerprint' },
  since: { zh: '启用', en: 'In use since' },
  wanted: { zh: '请先填写公钥或指纹', en: 'Enter a key or a fingerprint first' },
});

/** Checks any bundle with keys that the auditor types. */
export function VerifyPage(): ReactNode {
  const text = useText(texts);
  const [typed, setTyped] = useState('');
  const [bundle, setBundle] = useState<string>();
  const [verdict, setVerdict] = useState<BundleVerdict>();
  const keys = useApi('GET /log-keys').data?.items;
  const check = async (content: string | undefined, given: string): Promise<void> => {
    const lines = given.split('\n').map((line) => line.trim()).filter((line) => line !== '');
    setVerdict(content === undefined || lines.length === 0 ? undefined : await verifyBundle(content, lines));
  };
  return (
    <>
      <PageHead title={text.title} say={text.say} />
      <div className="stack">
        <Input.TextArea aria-label={text.key} placeholder={text.key} rows={2} value={typed} onChange={({ target }) => { setTyped(target.value); void check(bundle, target.value); }} />
        <Upload.Dragger
          accept=".json,application/json"
          maxCount={1}
          beforeUpload={async (file) => {
            const content = await file.text();
            setBundle(content);
            await check(content, typed);
            return false;
          }}
        >
          <p className="ant-upload-drag-icon"><InboxOutlined aria-hidden /></p>
          <p>{text.drop}</p>
        </Upload.Dragger>
        {bundle !== undefined && verdict === undefined ? <p className="soon">{text.wanted}</p> : null}
        {verdict === undefined ? null : <Verdict verdict={verdict} />}
        {keys === undefined ? null : (
          <section>
            <div className="sheet-title"><h2>{text.keys}</h2></div>
            <ul className="plain">
              {keys.map(({ key, fingerprint, algorithm, madeAt }) => <li key={key}><code>{key}</code><div className="faint">{algorithm} · {text.use} <code>{fingerprint}</code> · {text.since} <Moment at={madeAt} /></div></li>)}
            </ul>
          </section>
        )}
      </div>
    </>
  );
}
