import { afterAll, beforeAll, describe } from '@jest/globals';
import type { Store } from '../../../gateway/store/store.js';
import { worldNow } from '../exchanges/world.js';
import { withTables, type OpenTestStore, type TestStore } from '../store/test-stores.js';
import { chainSuite } from './chain-suite.js';
import { failureSuite } from './failure-suite.js';
import { latenessSuite } from './lateness-suite.js';
import { publicationSuite } from './publication-suite.js';
import { lookupSuite } from './lookup-suite.js';
import { quarantineSuite } from './quarantine-suite.js';
import { reporterSuite } from './reporter-suite.js';
import { versionsSuite } from './versions-suite.js';
import { warningsSuite } from './warnings-suite.js';

/** All suites over one store; the test file of each store calls it. */
export function ingestSuites(title: string, open: OpenTestStore): void {
  describe(title, () => {
    let test: TestStore;
    const opened = (): Store => test.store;
    beforeAll(async () => {
      test = await withTables(open(), worldNow);
    });
    afterAll(async () => {
      await test.drop();
    });
    versionsSuite(opened);
    quarantineSuite(opened);
    failureSuite(opened);
    reporterSuite(opened);
    latenessSuite(opened);
    publicationSuite(opened);
    lookupSuite(opened);
    warningsSuite(opened);
    chainSuite(opened);
  });
}
