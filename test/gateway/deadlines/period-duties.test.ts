import { describeOnPostgres } from '../../servers/postgres.js';
import { openEmbedded, openOnServer } from '../store/test-stores.js';
import { periodSuite } from './period-suite.js';

periodSuite('a duty of each period, in the embedded store', openEmbedded);

describeOnPostgres('on a PostgreSQL server', () => {
  periodSuite('a duty of each period', openOnServer);
});
