import { form, isEmpty, may, must } from './form.js';
import { needs, notBefore, rule } from './rules.js';
import { creditCode, day, digits, oneOf, pastDay, someOf, text } from './wants.js';

/** A government portal, which shows lists as they come. */
export const governmentPortalForms = {
  spot_check_results: form(
    {
      编号: must(text(64)),
      任务编号: must(text(50)),
      检查对象: must(text(200)),
      统一社会信用代码: may(creditCode),
      抽查类型: must(oneOf('定向抽查', '不定向抽查')),
      抽查结果: must(text(100)),
      检查日期: must(pastDay),
      结果日期: must(pastDay),
      检查机关: must(text(200)),
    },
    // Without a code the object is a person, whose name is not shown whole.
    rule('检查对象为自然人（无信用代码）时姓名应遮盖', ({ 检查对象: name, 统一社会信用代码: code }) => isEmpty(code) && !String(name).includes('*')),
    notBefore('结果日期', '检查日期'),
  ),
  supervision_items: form(
    {
      事项编码: must(digits(14)),
      监管事项: must(text(500)),
      监管子项: may(text(500)),
      监管部门: must(text(200)),
      对象类别: must(text(50)),
      监管对象: may(text(200)),
      监管方式: may(text(50)),
      监管层级: must(someOf('、', '国家', '省', '市', '县')),
      监管措施: may(text(2000)),
      设定依据: must(text(4000)),
      监管流程: may(text(4000)),
      监管结果: may(text(1000)),
      事项状态: must(oneOf('在用', '无效')),
      生效日期: must(day),
      失效日期: may(day),
    },
    needs('失效日期', '事项状态', '无效'),
    notBefore('失效日期', '生效日期'),
  ),
};
