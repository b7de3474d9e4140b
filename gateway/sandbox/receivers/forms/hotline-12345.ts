import { form, may, must } from './form.js';
import { notBefore } from './rules.js';
import { creditCode, pastDay, text } from './wants.js';

/** The hotline takes what became of its tickets. */
export const hotlineForms = {
  results: form(
    {
      ticketNo: must(text(64)),
      feedbackNo: must(text(64)),
      deptName: must(text(200)),
      deptCode: must(creditCode),
      claimedOn: may(pastDay),
      outcome: must(text(50)),
      result: must(text(4000)),
      returnTo: may(text(200)),
      finishedOn: may(pastDay),
      repliedOn: must(pastDay),
    },
    notBefore('repliedOn', 'claimedOn'),
  ),
};
