import type { JsonValue } from '../../schemas/json.js';
import { isObject, readList, readText, readWords } from '../config-reading.js';
import type { RuleContext } from '../rule-context.js';
import { timeFormat } from '../time-format.js';
import type { TimeFormat } from '../time-format.js';
import { textOf } from '../value-text.js';
import type { StepOperator } from './operator.js';

const unifiedForm = 'YYYY-MM-DD';

const formSchema = { type: 'string', minLength: 1, examples: ['YYYY-MM-DD', 'YYYY年M月D日', 'excel-serial', 'iso-instant'] };

/**
 * `date: [YYYY-MM-DD, YYYY年M月D日, excel-serial]`: the first form that fits, written as `YYYY-MM-DD`; or
 * `date: { from: […], to: YYYY/M/D }`. Forms are wall-clock time in Asia/Shanghai; `iso-instant` is converted.
 */
export const dateOperator: StepOperator = {
  name: 'date',
  role: 'step',
  takes: 'single',
  gives: 'single',
  schema: {
    title: '日期',
    description: 'Forms in which the date may be written, and the form to write it in (YYYY-MM-DD).',
    anyOf: [
      { type: 'array', minItems: 1, items: formSchema },
      {
        type: 'object',
        required: ['from'],
        additionalProperties: false,
        properties: { from: { type: 'array', minItems: 1, items: formSchema }, to: formSchema },
      },
    ],
  },
  codes: ['MAPPING_VALUE_NOT_SINGLE', 'MAPPING_DATE_NOT_READABLE'],
  compile(config, context) {
    const isLong = isObject(config);
    const words = isLong ? readWords(config, ['from', 'to'], context) : { from: config };
    if (words === undefined) return undefined;
    const forms = readForms(words['from'], isLong ? context.at('from') : context);
    const write = readForm(words['to'] ?? unifiedForm, context.at('to'))?.write;
    if (write === undefined && words['to'] === 'excel-serial') {
      return context.at('to').mistake('MAPPING_SPEC_DATE_FORM_WRONG', 'excel-serial', { zh: '可书写的写法', en: 'a form that can be written' });
    }
    if (forms === undefined || write === undefined) return undefined;
    const names = forms.map(({ name }) => name);
    const fail = context.failure('date', 'MAPPING_VALUE_NOT_SINGLE');
    const failForm = context.failure('date', 'MAPPING_DATE_NOT_READABLE', {
      zh: `应写成 ${names.join('、')}`,
      en: `expected ${names.join(', ')}`,
    });
    const convert = remember((text) => {
      for (const form of forms) {
        const time = form.parse(text);
        if (time !== undefined) return write(time);
      }
      return undefined;
    });
    return (value, run) => {
      const text = textOf(value);
      return text === undefined ? fail(run, value) : (convert(text.trim()) ?? failForm(run, value));
    };
  },
};

const rememberedMax = 4096;

/** Millions of records share a few thousand days: each is worked out once, as far as the memory goes. */
function remember(convert: (text: string) => string | undefined): (text: string) => string | undefined {
  const known = new Map<string, string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const converted = convert(text);
    if (converted !== undefined && known.size < rememberedMax) known.set(text, converted);
    return converted;
  };
}

function readForms(config: JsonValue | undefined, context: RuleContext): readonly TimeFormat[] | undefined {
  const forms = readList(config, context)?.map((form, index) => readForm(form, context.at(index)));
  if (forms === undefined || !forms.every((form) => form !== undefined)) return undefined;
  for (const [index, form] of forms.entries()) {
    const rival = forms.slice(0, index).find(({ skeleton, order }) => skeleton === form.skeleton && order !== form.order);
    if (rival !== undefined) {
      return context.at(index).mistake('MAPPING_SPEC_DATE_FORM_WRONG', form.name, {
        zh: `不会与 ${rival.name} 混淆的写法`,
        en: `a form that cannot be confused with ${rival.name}`,
      });
    }
  }
  return forms;
}

function readForm(config: JsonValue, context: RuleContext): TimeFormat | undefined {
  const name = readText(config, context);
  if (name === undefined) return undefined;
  return (
    timeFormat(name) ??
    context.mistake('MAPPING_SPEC_DATE_FORM_WRONG', name, {
      zh: '含年月日的写法，例如 YYYY-MM-DD，或 excel-serial、iso-instant',
      en: 'a form with year, month and day such as YYYY-MM-DD, or excel-serial, iso-instant',
    })
  );
}
