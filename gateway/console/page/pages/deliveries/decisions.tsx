import type { ReactNode } from 'react';
import type { DeliveryView } from '../../../../services/deliveries.js';
import { call } from '../../api/call.js';
import { messages, useText } from '../../language/text.js';
import { ReasonButton } from '../../parts/reason-button.js';

const texts = messages({
  again: { zh: '重新投递', en: 'Send again' },
  againSay: { zh: '按原编号再送一次。对方若已收过，会按同一编号认出来。', en: 'It is sent once more under the same number, by which a receiver who has it knows it.' },
  accepted: { zh: '按已接收了结', en: 'Settle as accepted' },
  acceptedSay: { zh: '记为对方已接收，相关报送义务随之了结。请先在对方系统里核实。', en: 'It counts as accepted and its obligation as met. Look into the receiver’s system first.' },
  rejected: { zh: '按已退回了结', en: 'Settle as rejected' },
  rejectedSay: { zh: '记为对方退回，记录进入隔离区等待修正，报送义务仍未了结。', en: 'It counts as rejected: the record goes to quarantine, the obligation stays open.' },
  cancelled: { zh: '作废', en: 'Cancel' },
  cancelledSay: { zh: '不再投递。报送义务仍未了结。', en: 'It is sent no more. The obligation stays open.' },
});

const outcomes = ['again', 'accepted', 'rejected', 'cancelled'] as const;

/** What only a person can decide about a delivery that the gateway may not repeat by itself. */
export function Decisions({ delivery, onDone }: { readonly delivery: DeliveryView; readonly onDone: () => void }): ReactNode {
  const text = useText(texts);
  if (delivery.state !== 'held') return null;
  return outcomes.map((outcome) => (
    <ReasonButton
      key={outcome}
      title={text[outcome]}
      say={text[`${outcome}Say`]}
      isDanger={outcome !== 'again'}
      act={(reason) => call('POST /deliveries/{id}/release', { path: { id: delivery.id }, body: { outcome, reason } })}
      onDone={onDone}
    />
  ));
}
