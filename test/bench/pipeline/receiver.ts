import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * The loopback receiver of all three programs: a process of its own that reads each batch and accepts every row at
 * once. Sends its port over IPC and ends with its parent.
 */
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { rows } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { rows: { uuid: string }[] };
    const results = rows.map((row) => ({ uuid: row.uuid, code: '0000', message: '成功' }));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ code: '0000', message: 'ok', results }));
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit(0));
