// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The three event streams of box-node-sdk, read from a boxsim.

import http from 'node:http';
import https from 'node:https';
import { createRequire } from 'node:module';

const BoxSDK = createRequire(import.meta.url)('box-node-sdk');

/** The token that boxsim takes unless it was given another one. */
export const demoToken = process.env.BOXSIM_TOKEN ?? 'boxwatch-demo-token';

/** A client of the SDK whose API is the boxsim at `url` (http://127.0.0.1:port). */
export function clientOf(url) {
  const sdk = new BoxSDK({
    clientID: 'boxwatch-demo-client',
    clientSecret: 'boxwatch-demo-secret',
    apiRootURL: url.replace(/\/$/, ''),
    numMaxRetries: 0,
    // The SDK assumes HTTPS. Of a boxsim with --tls it learns by NODE_EXTRA_CA_CERTS.
    request: { agentClass: url.startsWith('https:') ? https.Agent : http.Agent },
  });
  return sdk.getBasicClient(demoToken);
}

/**
 * Reads one stream until `wanted` events have come (or, for the enterprise streams, until it ends)
 * and calls `take(event)` for each.
 */
export async function receive(url, streamType, wanted, take) {
  const client = clientOf(url);
  const stream =
    streamType === 'user'
      ? await client.events.getEventStream('0', { fetchInterval: 0 })
      : await client.events.getEnterpriseEventStream({
          streamType,
          streamPosition: '0',
          pollingInterval: 0,
        });
  let count = 0;
  await new Promise((resolve, reject) => {
    stream.on('error', reject);
    stream.on('end', resolve);
    stream.on('data', (event) => {
      take(event);
      if (++count === wanted) {
        stream.pause();
        stream.destroy();
        resolve();
      }
    });
  });
  return count;
}

/**
 * Reads an enterprise stream as `options` of the SDK say, to its end or for `chunks` chunks, and calls
 * `take(event)` for each event. Gives the stream state from which to go on.
 */
export async function receiveEnterprise(url, options, take, chunks = Infinity) {
  const stream = await clientOf(url).events.getEnterpriseEventStream({
    pollingInterval: 0,
    ...options,
  });
  let state = stream.getStreamState();
  let next = state;
  let count = 0;
  await new Promise((resolve, reject) => {
    stream.on('error', reject);
    stream.on('end', resolve);
    // The SDK announces the state before the events that lead to it.
    stream.on('newStreamState', (announced) => {
      state = next;
      next = announced;
      if (++count > chunks) {
        stream.pause();
        stream.destroy();
        resolve();
      }
    });
    stream.on('data', (event) => {
      if (count <= chunks) take(event);
    });
  });
  return count > chunks ? state : next;
}
