import { atEach, killSuite, receivers } from './kill-suite.js';

const { safe, table } = receivers;

killSuite('a gateway that is killed while it delivers', [
  { name: 'while a request is under way', deaths: atEach({ station: 'deliver.claimed', afterMs: 250 }), faults: { latencyMs: 2000 } },
  { name: 'after an answer and before its commit', deaths: atEach({ station: 'deliver.answered' }) },
  { name: 'after the commit of an answer', deaths: atEach({ station: 'deliver.settled' }) },
  { name: 'after receipts came and before their commit', deaths: atEach({ station: 'receipts.polled' }, [safe, table, safe]) },
  { name: 'after the commit of receipts', deaths: atEach({ station: 'receipts.settled' }, [safe, table, safe]) },
]);
