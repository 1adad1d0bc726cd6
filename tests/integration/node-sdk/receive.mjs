// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// node receive.mjs URL STREAM [COUNT]
// STREAM: user, admin_logs or admin_logs_streaming. Prints the id of each event as a line of JSON.

import { receive } from './streams.mjs';

const [url, stream, count] = process.argv.slice(2);
if (!url || !['user', 'admin_logs', 'admin_logs_streaming'].includes(stream)) {
  console.error('usage: node receive.mjs URL user|admin_logs|admin_logs_streaming [COUNT]');
  process.exit(2);
}
const lines = [];
await receive(url, stream, Number(count ?? Infinity), (event) =>
  lines.push(JSON.stringify(event.event_id ?? null)),
);
process.stdout.write(lines.join('\n') + '\n', () => process.exit(0));
