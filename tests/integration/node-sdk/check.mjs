// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// node check.mjs BOXSIM
// Starts that boxsim and lets Box's own SDK read all three streams. What it receives is compared,
// id by id, with what the simulator says is the truth. Exits with 1 if anything differs.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { receive, receiveEnterprise } from './streams.mjs';

const events = 3000;

async function start(program, ...options) {
  const child = spawn(program, options, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface(child.stdout), 'line');
  return { child, url: JSON.parse(line).url };
}

async function truthOf(url, streamType) {
  const reply = await fetch(`${url}/_sim/truth?stream_type=${streamType}`);
  const [summary, ...ids] = (await reply.text()).trim().split('\n').map((line) => JSON.parse(line));
  return { count: summary.count, ids };
}

/** The SDK promises no order and may repeat itself: what counts is which ids came, and how often none. */
function differences(received, truth) {
  const here = new Set(received.filter((id) => id !== null));
  const there = new Set(truth.filter((id) => id !== null));
  return {
    missing: [...there].filter((id) => !here.has(id)).length,
    strange: [...here].filter((id) => !there.has(id)).length,
    withoutId: [received, truth].map((ids) => ids.filter((id) => id === null).length),
  };
}

async function check(url, name, streamType) {
  const truth = await truthOf(url, streamType);
  const received = [];
  // The user stream of the SDK drops repeats itself, and never ends.
  const wanted = name === 'user' ? truth.count : Infinity;
  await receive(url, name, wanted, (event) => received.push(event.event_id ?? null));

  const { missing, strange, withoutId } = differences(received, truth.ids);
  const isGood =
    truth.count > 0 && missing === 0 && strange === 0 && withoutId[0] === withoutId[1];
  console.log(
    `${isGood ? 'ok' : 'NOT OK'} ${name}: ${received.length} events, ${truth.count} expected, ` +
      `${missing} missing, ${strange} strange, ${withoutId.join(' of ')} without an id`,
  );
  return isGood;
}

/** A live event must reach the user stream through the long poll, not through the backlog. */
async function checkLongPoll(url) {
  const before = (await truthOf(url, 'all')).count;
  const received = [];
  const reading = receive(url, 'user', before + 5, (event) => received.push(event.event_id));
  while (received.length < before) await new Promise((resolve) => setTimeout(resolve, 20));
  await fetch(`${url}/_sim/events?count=5`, { method: 'POST' });
  await reading;

  const { missing, strange } = differences(received, (await truthOf(url, 'all')).ids);
  const isGood = missing === 0 && strange === 0;
  console.log(`${isGood ? 'ok' : 'NOT OK'} user, live: ${received.length - before} of 5 events`);
  return isGood;
}

/** What the simulator has, as whole events. */
async function eventsOf(url) {
  const reply = await fetch(`${url}/_sim/raw?index=0&count=${events}`);
  return (await reply.text()).trim().split('\n').map((line) => JSON.parse(line));
}

function report(name, received, expected) {
  const ids = (list) => list.map((event) => event.event_id ?? null);
  const { missing, strange, withoutId } = differences(ids(received), ids(expected));
  const isGood =
    expected.length > 0 && missing === 0 && strange === 0 && withoutId[0] === withoutId[1];
  console.log(
    `${isGood ? 'ok' : 'NOT OK'} ${name}: ${received.length} events, ${expected.length} expected, ` +
      `${missing} missing, ${strange} strange`,
  );
  return isGood;
}

/** The whole second in which `event` happened, as the API wants dates. */
const secondOf = (event) => new Date(event.created_at).toISOString().replace(/\.\d+Z$/, 'Z');

async function checkDates(url) {
  const all = await eventsOf(url);
  const startDate = secondOf(all[1000]);
  const endDate = secondOf(all[2000]);
  const expected = all.filter((event) => {
    const second = secondOf(event);
    return second >= startDate && second < endDate;
  });
  const received = [];
  await receiveEnterprise(url, { startDate, endDate }, (event) => received.push(event));
  return report('admin_logs, dates', received, expected);
}

async function checkTypes(url, streamType) {
  const eventTypeFilter = ['UPLOAD', 'LOGIN'];
  const expected = (await eventsOf(url)).filter((event) =>
    eventTypeFilter.includes(event.event_type),
  );
  const received = [];
  await receiveEnterprise(url, { streamType, streamPosition: '0', eventTypeFilter }, (event) =>
    received.push(event),
  );
  return report(`${streamType}, types`, received, expected);
}

/** Stops after two chunks, and goes on in another stream with the state of the first one. */
async function checkResume(url, streamType) {
  const received = [];
  const take = (event) => received.push(event);
  const state = await receiveEnterprise(url, { streamType, streamPosition: '0' }, take, 2);
  const stopped = received.length;
  await receiveEnterprise(url, { streamType, streamPosition: state.streamPosition }, take);
  const isGood = report(`${streamType}, resumed after ${stopped}`, received, await eventsOf(url));
  return isGood && stopped > 0 && stopped < received.length;
}

/** Interval 0 of an empty stretch: the stream ends at once, without an error. */
async function checkEnd(url) {
  const received = [];
  const startDate = new Date(Date.now() - 1000).toISOString().replace(/\.\d+Z$/, 'Z');
  await receiveEnterprise(url, { startDate }, (event) => received.push(event));
  console.log(`${received.length === 0 ? 'ok' : 'NOT OK'} admin_logs, nothing: ended`);
  return received.length === 0;
}

const program = process.argv[2];
if (!program) {
  console.error('usage: node check.mjs PATH-OF-BOXSIM');
  process.exit(2);
}
const options = ['--port', '0', '--seed', '7', '--backlog', String(events)];
const { child, url } = await start(program, ...options);
const giveUp = setTimeout(() => {
  console.log('NOT OK: no end within two minutes');
  child.kill();
  process.exit(1);
}, 120_000);

let isGood = await check(url, 'admin_logs', 'admin_logs');
isGood = (await check(url, 'admin_logs_streaming', 'admin_logs_streaming')) && isGood;
isGood = (await checkDates(url)) && isGood;
for (const streamType of ['admin_logs', 'admin_logs_streaming']) {
  isGood = (await checkTypes(url, streamType)) && isGood;
  isGood = (await checkResume(url, streamType)) && isGood;
}
isGood = (await checkEnd(url)) && isGood;
isGood = (await check(url, 'user', 'all')) && isGood;
isGood = (await checkLongPoll(url)) && isGood;
clearTimeout(giveUp);
child.kill();
process.exit(isGood ? 0 : 1);
