import { afterAll, beforeAll, describe } from '@jest/globals';
import type { Store } from '../../../gateway/store/store.js';
import { worldNow } from '../exchanges/world.js';
import { withTables, type OpenTestStore, type TestStore } from '../store/test-stores.js';
import { adoptSuite } from './adopt-suite.js';
import { byHandSuite } from './by-hand-suite.js';
import { doubtSuite } from './doubt-suite.js';
import { orderSuite } from './order-suite.js';
import { receiptsSuite } from './receipts-suite.js';
import { refusalSuite } from './refusal-suite.js';
import { sharingSuite } from './sharing-suite.js';
import { sightSuite } from './sight-suite.js';

/** All suites over one store; the test file of each store calls it. */
export function deliverSuites(title: string, open: OpenTestStore): void {
  describe(title, () => {
    let test: TestStore;
    const opened = (): Store => test.store;
    beforeAll(async () => {
      test = await withTables(open(), worldNow);
    });
    afterAll(async () => {
      await test.drop();
    });
    orderSuite(opened);
    doubtSuite(opened);
    refusalSuite(opened);
    receiptsSuite(opened);
    adoptSuite(opened);
    byHandSuite(opened);
    sightSuite(opened);
    sharingSuite(opened, () => test.another);
  });
}
