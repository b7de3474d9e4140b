import { openEmbeddedStore } from '../../../gateway/store/embedded-store.js';

/**
 * A process that holds a data folder: opens the embedded store there, does what its parent writes to it one statement
 * at a time, and tells how it went. Ends when it is killed or its parent is gone.
 */
const [folder = ''] = process.argv.slice(2);
try {
  const store = await openEmbeddedStore(folder);
  process.on('message', (sql: string) => {
    store.query(sql).then(
      () => process.send?.({ done: sql }),
      (error: unknown) => process.send?.({ failed: String(error) }),
    );
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ opened: folder });
} catch (error) {
  process.send?.({ refused: (error as { code?: string }).code });
  process.disconnect();
}
