import { describeOnPostgres } from '../../servers/postgres.js';
import { openOnServer } from '../store/test-stores.js';
import { deliverSuites } from './deliver-suites.js';

describeOnPostgres('on a PostgreSQL server', () => {
  deliverSuites('over a server store', openOnServer);
});
