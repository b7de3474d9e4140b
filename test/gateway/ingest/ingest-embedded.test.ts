import { openEmbedded } from '../store/test-stores.js';
import { ingestSuites } from './ingest-suites.js';

ingestSuites('over the embedded store', openEmbedded);
