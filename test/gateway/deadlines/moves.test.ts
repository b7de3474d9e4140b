import { describeOnPostgres } from '../../servers/postgres.js';
import { openEmbedded, openOnServer } from '../store/test-stores.js';
import { movesSuite } from './moves-suite.js';

movesSuite('moved due dates, in the embedded store', openEmbedded);

describeOnPostgres('on a PostgreSQL server', () => {
  movesSuite('moved due dates', openOnServer);
});
