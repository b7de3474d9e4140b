import { atEach, killSuite, thrice } from './kill-suite.js';

killSuite('a gateway that is killed while it stores, claims or keeps the log', [
  { name: 'before the commit of a batch of records', deaths: thrice({ station: 'ingest.writing' }) },
  { name: 'after the commit of a batch of records', deaths: thrice({ station: 'ingest.committed' }) },
  { name: 'before a claim', deaths: atEach({ station: 'deliver.claiming', passing: 2 }) },
  { name: 'after a claim', deaths: atEach({ station: 'deliver.claimed' }) },
  { name: 'before the log gives places', deaths: thrice({ station: 'log.sequencing' }) },
  { name: 'while the log gives places', deaths: thrice({ station: 'log.sequencing', afterMs: 2 }) },
]);
