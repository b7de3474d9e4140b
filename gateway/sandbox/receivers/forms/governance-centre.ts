import { form, may, must } from './form.js';
import { rule } from './rules.js';
import { creditCode, day, digits, instant, oneOf, text } from './wants.js';

const levels: Readonly<Record<string, string>> = { 1: '低', 2: '一般', 3: '较高', 4: '高' };

/** The city's governance command centre takes risk warnings. */
export const governanceForms = {
  risk_warnings: form(
    {
      warningId: must(text(64)),
      title: must(text(300)),
      level: must(oneOf(...Object.keys(levels))),
      levelName: must(oneOf(...Object.values(levels))),
      domain: must(text(100)),
      objectName: must(text(200)),
      objectType: may(oneOf('法人及非法人组织', '个体工商户', '自然人')),
      objectCode: may(creditCode),
      objectAddress: may(text(400)),
      detail: may(text(4000)),
      areaCode: must(digits(6)),
      warnedAt: must(instant),
      source: may(text(200)),
      ruleId: may(text(64)),
      issuer: must(text(200)),
      issuerCode: must(creditCode),
      handler: must(text(200)),
      handlerCode: must(creditCode),
      deadline: may(day),
    },
    rule('levelName 应为 level 的名称', ({ level, levelName }) => levels[String(level)] !== levelName),
  ),
};
