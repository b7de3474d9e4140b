import { describeOnPostgres } from '../../servers/postgres.js';
import { openEmbedded, openOnServer } from '../store/test-stores.js';
import { reconcileSuite } from './reconcile-suite.js';

reconcileSuite('a reconciliation, in the embedded store', openEmbedded);

describeOnPostgres('on a PostgreSQL server', () => {
  reconcileSuite('a reconciliation', openOnServer);
});
