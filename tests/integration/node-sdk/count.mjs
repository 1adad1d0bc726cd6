// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// node count.mjs URL COUNT
// How fast box-node-sdk merely counts the events of admin_logs, from the first one on.

import { receive } from './streams.mjs';

const [url, count] = process.argv.slice(2);
if (!url || !(Number(count) > 0)) {
  console.error('usage: node count.mjs URL COUNT');
  process.exit(2);
}
const begin = performance.now();
const events = await receive(url, 'admin_logs', Number(count), () => {});
const seconds = (performance.now() - begin) / 1000;
console.log(
  JSON.stringify({
    events,
    seconds: Number(seconds.toFixed(3)),
    events_per_s: Math.round(events / seconds),
    rss_mb: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
);
process.exit(events === Number(count) ? 0 : 1);
