import { describeOnPostgres } from '../../servers/postgres.js';
import { openOnServer } from '../store/test-stores.js';
import { ingestSuites } from './ingest-suites.js';

describeOnPostgres('on a PostgreSQL server', () => {
  ingestSuites('over a server store', openOnServer);
});
