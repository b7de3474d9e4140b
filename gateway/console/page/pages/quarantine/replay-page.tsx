import { Button, Modal, Progress } from 'antd';
import { useRef, useState, type ReactNode } from 'react';
import type { QuarantineView } from '../../../../services/quarantine.js';
import { ApiProblem, call } from '../../api/call.js';
import { useMay } from '../../frame/session.js';
import { messages, useText } from '../../language/text.js';

const texts = messages({
  begin: { zh: (count: number) => `重放本页 ${String(count)} 条`, en: (count: number) => `Replay the ${String(count)} on this page` },
  say: {
    zh: (count: number) => `按先后逐条用现行的规则重新处理这 ${String(count)} 条。通过的入库并投递，没有通过的留在隔离区，原因换成最新的。可以随时停下。`,
    en: (count: number) => `These ${String(count)} are tried again one by one in the order they came, by the present rules. What passes is stored and delivered; the others stay, with their newest reasons. You can stop at any time.`,
  },
  start: { zh: '开始重放', en: 'Begin' },
  stop: { zh: '停下', en: 'Stop' },
  close: { zh: '关闭', en: 'Close' },
  result: { zh: (mended: number, open: number, failed: number) => `已修正 ${String(mended)}，仍有问题 ${String(open)}，未能处理 ${String(failed)}`, en: (mended: number, open: number, failed: number) => `${String(mended)} mended, ${String(open)} still wrong, ${String(failed)} could not be tried` },
});

interface Counts {
  readonly mended: number;
  readonly open: number;
  readonly failed: number;
}

const none: Counts = { mended: 0, open: 0, failed: 0 };

/** Replays what the list shows, oldest first, and says of each what came of it. */
export function ReplayPage({ items, onDone }: { readonly items: readonly QuarantineView[]; readonly onDone: () => void }): ReactNode {
  const text = useText(texts);
  const may = useMay();
  const [step, setStep] = useState<'closed' | 'asking' | 'working' | 'done'>('closed');
  const [counts, setCounts] = useState(none);
  const [chosen, setChosen] = useState(items);
  const isStopped = useRef(false);
  if (!may('quarantine.replay') || (items.length === 0 && step === 'closed')) return null;

  const work = async (): Promise<void> => {
    setStep('working');
    isStopped.current = false;
    let sums = none;
    for (const { id } of chosen.toReversed()) {
      if (isStopped.current) break;
      const outcome = await replayOne(id);
      sums = { ...sums, [outcome]: sums[outcome] + 1 };
      setCounts(sums);
    }
    setStep('done');
    onDone();
  };
  const tried = counts.mended + counts.open + counts.failed;
  const buttons = {
    closed: null,
    asking: <Button type="primary" onClick={() => void work()}>{text.start}</Button>,
    working: <Button onClick={() => { isStopped.current = true; }}>{text.stop}</Button>,
    done: <Button type="primary" onClick={() => setStep('closed')}>{text.close}</Button>,
  };
  return (
    <>
      <Button onClick={() => { setChosen(items); setCounts(none); setStep('asking'); }}>{text.begin(items.length)}</Button>
      <Modal open={step !== 'closed'} title={text.begin(chosen.length)} footer={buttons[step]} closable={step !== 'working'} mask={{ closable: false }} onCancel={() => setStep('closed')}>
        <p>{text.say(chosen.length)}</p>
        {step === 'asking' ? null : (
          <div role="status">
            <Progress percent={chosen.length === 0 ? 100 : Math.round((100 * tried) / chosen.length)} aria-label={text.begin(chosen.length)} />
            <p>{text.result(counts.mended, counts.open, counts.failed)}</p>
          </div>
        )}
      </Modal>
    </>
  );
}

async function replayOne(id: string): Promise<keyof Counts> {
  try {
    const { state } = await call('POST /quarantine/{id}/replay', { path: { id } });
    return state === 'open' ? 'open' : 'mended';
  } catch (error) {
    if (error instanceof ApiProblem) return 'failed';
    throw error;
  }
}
