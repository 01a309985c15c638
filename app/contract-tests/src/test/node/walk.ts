// A newcomer's walk with nothing but the contract: complain, see the windows, let them lapse, read why.
import createClient from 'openapi-fetch';
import { randomUUID } from 'node:crypto';
import { strict as assert } from 'node:assert';
import type { paths } from './redress.js';

function as(token: string | undefined) {
  assert.ok(token, 'a token is needed');
  return createClient<paths>({
    baseUrl: process.env['REDRESS_URL'] ?? '',
    headers: { Authorization: `Bearer ${token}`, 'Accept-Language': 'en' },
  });
}

const consumer = as(process.env['CONSUMER_TOKEN']);
const agent = as(process.env['AGENT_TOKEN']);
const platform = as(process.env['PLATFORM_TOKEN']);
const header = () => ({ 'Idempotency-Key': randomUUID(), Prefer: 'wait=5' });

const complaint = `C-${randomUUID()}`;
const filed = await consumer.POST('/complaints', {
  params: { header: header() },
  body: {
    complaint, consumer: 'jun', against: 'merchant', serious: false,
    merchant: 'lanhua-tea', operator: 'xiaoyu-live', room: 'room-88',
  },
});
assert.equal(filed.response.status, 201, JSON.stringify(filed.error));

const file = await consumer.GET('/cases/{kind}/{id}', {
  params: { path: { kind: 'complaints', id: complaint }, header: { Prefer: 'wait=5' } },
});
const due = file.data?.windows.map((window) => `${window.obligation} until ${window.dueAt}`);
console.log(due?.join('\n'));
assert.equal(file.data?.windows.length, 2);

const later = await platform.POST('/sandbox/clock/advance', { body: { by: 'P10D' } });
assert.equal(later.response.status, 200, JSON.stringify(later.error));

const after = await consumer.GET('/cases/{kind}/{id}', {
  params: { path: { kind: 'complaints', id: complaint }, header: { Prefer: 'wait=5' } },
});
const lapsed = after.data?.windows.filter((window) => window.outcome === 'lapsed');
assert.ok(lapsed?.some((window) => window.obligation === 'merchant-resolve-complaint'));

const why = await consumer.GET('/windows/explanation', {
  params: {
    query: {
      subject: `complaint/${complaint}`, obligation: 'merchant-resolve-complaint', owedBy: 'merchant:lanhua-tea',
    },
  },
});
console.log(why.data?.length.rule.en);
assert.equal(why.data?.dueAt, lapsed?.find((window) => window.obligation === 'merchant-resolve-complaint')?.dueAt);

const queue = await agent.GET('/queue', { params: { query: { limit: 100 }, header: { Prefer: 'wait=5' } } });
assert.ok(queue.data?.items.some((item) => item.subject === `intervention/complaint/${complaint}`));

const nonsense = await consumer.POST('/complaints/{complaint}/withdraw', {
  params: { path: { complaint: 'nothing-of-this-name' }, header: header() },
});
assert.equal(nonsense.error?.code, 'subject-is-known');

console.log('the walk is done');
