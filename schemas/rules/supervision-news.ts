import type { SupervisionNews } from '../generated/supervision-news.js';
import { notInFuture } from './dates.js';
import { needs } from './presence.js';
import type { Rule } from './rule.js';

/** Code of the table news-kind for an exposure. */
const exposure = '03';
/** How a person's name is hidden in public: 张某某, 张*. */
const hiddenName = /[某*＊×]/u;

/** Rules of news and exposures. */
export const supervisionNewsRules: readonly Rule<SupervisionNews>[] = [
  notInFuture('publishedDate', 'RECORD_EVENT_DATE_IN_FUTURE'),
  needs<SupervisionNews>({
    name: 'exposure-names-whom',
    code: 'RECORD_EXPOSED_OBJECT_MISSING',
    fields: ['exposedObjects'],
    reads: ['kind'],
    when: ({ kind }) => kind === exposure,
  }),
  {
    name: 'exposed-person-is-hidden',
    reads: ['/exposedObjects'],
    check: ({ exposedObjects = [] }) => {
      const index = exposedObjects.findIndex(
        ({ category, name }) => category === 'natural-person' && !hiddenName.test(name),
      );
      return index < 0 ? undefined : { code: 'RECORD_EXPOSED_PERSON_NAMED', path: `/exposedObjects/${index}/name` };
    },
  },
];
