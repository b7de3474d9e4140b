import { form, listOf, may, must, object } from './form.js';
import { creditCode, digits, instant, like, oneOf, sha256, text } from './wants.js';

/** The event information subsystem takes news and exposures. */
export const eventInformationForms = {
  articles: form({
    articleNo: must(text(100)),
    column: must(oneOf('动态要闻', '监管动态', '曝光信息')),
    title: must(text(300)),
    content: must(text(20_000)),
    publishDate: must(instant),
    sourceUrl: may(like(/^https?:\/\/\S+$/, '网址', 500)),
    unitName: must(text(200)),
    unitCode: must(creditCode),
    areaCode: must(digits(6)),
    exposed: may(text(2000)),
    punishDocumentCode: may(text(100)),
    attachments: may(listOf(object(form({ name: must(text(200)), digest: must(sha256) })))),
  }),
};
