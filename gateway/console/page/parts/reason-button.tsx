import { Button, Input, Modal } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import { messages, useText } from '../language/text.js';
import { ProblemAlert } from './problem-alert.js';
import { useAction } from './use-action.js';

const texts = messages({
  reason: { zh: '理由（记入交换日志）', en: 'Why (goes into the exchange log)' },
  cancel: { zh: '不了', en: 'No' },
  wanted: { zh: '请写明理由', en: 'Please say why' },
});

interface Props {
  readonly title: string;
  /** What will happen, in full: it is read before anybody says yes. */
  readonly say: ReactNode;
  readonly act: (reason: string) => Promise<unknown>;
  readonly onDone: () => void;
  readonly isReasonWanted?: boolean;
  readonly isSmall?: boolean;
  readonly isDanger?: boolean;
}

/** Does something that has consequences: says them first, and asks why where that has to be on record. */
export function ReasonButton({ title, say, act, onDone, isReasonWanted = true, isSmall = false, isDanger = false }: Props): ReactNode {
  const text = useText(texts);
  const field = useId();
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const { isBusy, problem, run, forget } = useAction();
  const confirm = async (): Promise<void> => {
    if (!(await run(() => act(reason.trim())))) return;
    setOpen(false);
    setReason('');
    onDone();
  };
  const close = (): void => {
    setOpen(false);
    forget();
  };
  return (
    <>
      <Button size={isSmall ? 'small' : 'middle'} danger={isDanger} onClick={() => setOpen(true)}>{title}</Button>
      <Modal
        open={isOpen}
        title={title}
        okText={title}
        cancelText={text.cancel}
        okButtonProps={{ danger: isDanger, disabled: isReasonWanted && reason.trim() === '' }}
        confirmLoading={isBusy}
        onOk={() => void confirm()}
        onCancel={close}
        destroyOnHidden
      >
        <p>{say}</p>
        {isReasonWanted ? (
          <p>
            <label htmlFor={field}>{text.reason}</label>
            <Input.TextArea id={field} rows={2} maxLength={200} value={reason} placeholder={text.wanted} onChange={({ target }) => setReason(target.value)} />
          </p>
        ) : null}
        <ProblemAlert problem={problem} />
      </Modal>
    </>
  );
}
