// Drives the sandbox with Slack's own client: forms with blocks as JSON text, as it sends them.
import { ErrorCode, LogLevel, WebClient } from '@slack/web-api';
import { assert, check, done, errorOf, sandbox } from './check.mjs';

const options = {
  slackApiUrl: `${sandbox}/slack/api/`,
  logLevel: LogLevel.ERROR,
  retryConfig: { retries: 0 },
};
const slack = new WebClient('xoxb-test', options);
const text = (value) => ({ type: 'mrkdwn', text: value });
const blocks = [
  { type: 'header', text: { type: 'plain_text', text: 'Planning' } },
  { type: 'section', text: text('*Grüße* &amp; <https://example.com|a link>') },
  { type: 'context', elements: [text('2026-11-20')] },
  { type: 'divider' },
];

let channel;
let ts;

await check('the token is tested', async () => {
  const identity = await slack.auth.test();
  assert.equal(identity.ok, true);
  assert.ok(identity.bot_id);
});

await check('channels are listed page by page', async () => {
  const names = [];
  for await (const page of slack.paginate('conversations.list', { limit: 1 })) {
    names.push(...page.channels.map((each) => each.name));
    channel ??= page.channels[0].id;
  }
  assert.deepEqual(names, ['meeting-notes', 'locked', 'closed']);
  const info = await slack.conversations.info({ channel });
  assert.equal(info.channel.name, 'meeting-notes');
  assert.equal(info.channel.is_member, true);
});

await check('a message with blocks and metadata is posted', async () => {
  const metadata = { event_type: 'note', event_payload: { page: 'a-1' } };
  const posted = await slack.chat.postMessage({ channel, text: 'Planning', blocks, metadata });
  assert.equal(posted.channel, channel);
  assert.match(posted.ts, /^\d{10}\.\d{6}$/);
  assert.equal(posted.message.blocks.length, 4);
  ts = posted.ts;
});

await check('the message is edited by its ts', async () => {
  const updated = await slack.chat.update({ channel, ts, text: 'Planning (edited)', blocks });
  assert.equal(updated.ts, ts);
  assert.equal(updated.text, 'Planning (edited)');
});

await check('the history shows the edit, and metadata on request', async () => {
  const plain = await slack.conversations.history({ channel });
  assert.equal(plain.messages.length, 1);
  assert.equal(plain.messages[0].text, 'Planning (edited)');
  assert.ok(plain.messages[0].edited.ts);
  assert.equal(plain.messages[0].metadata, undefined);
  const full = await slack.conversations.history({ channel, include_all_metadata: true });
  assert.equal(full.messages[0].metadata.event_payload.page, 'a-1');
});

await check('a permalink leads to the message', async () => {
  const link = await slack.chat.getPermalink({ channel, message_ts: ts });
  assert.ok(link.permalink.endsWith(`/p${ts.replace('.', '')}`));
});

await check('ok:false is a platform error with its reason', async () => {
  const cases = [
    ['channel_not_found', { channel: 'C404', text: 'x' }],
    ['not_in_channel', { channel: '#locked', text: 'x' }],
    ['is_archived', { channel: 'closed', text: 'x' }],
    ['no_text', { channel }],
    ['msg_too_long', { channel, text: 'x'.repeat(40_001) }],
    ['invalid_blocks', { channel, text: 'x', blocks: [{ type: 'section', text: text('') }] }],
  ];
  for (const [reason, message] of cases) {
    const error = await errorOf(() => slack.chat.postMessage(message));
    assert.equal(error.code, ErrorCode.PlatformError, reason);
    assert.equal(error.data.error, reason);
  }
  const gone = await errorOf(() => slack.chat.update({ channel, ts: '1.000001', text: 'x' }));
  assert.equal(gone.data.error, 'message_not_found');
});

await check('a second message within a second is a rate limit error', async () => {
  const impatient = new WebClient('xoxb-test', { ...options, rejectRateLimitedCalls: true });
  const error = await errorOf(async () => {
    for (let i = 0; i < 5; i++) await impatient.chat.postMessage({ channel, text: `quick ${i}` });
  });
  assert.equal(error.code, ErrorCode.RateLimitedError);
  assert.equal(error.retryAfter, 1);
});

await check('a patient client waits for Retry-After and succeeds', async () => {
  const patient = new WebClient('xoxb-test', { ...options, retryConfig: undefined });
  await patient.chat.postMessage({ channel, text: 'three' });
  await patient.chat.postMessage({ channel, text: 'four' });
  const { messages } = await patient.conversations.history({ channel, limit: 2 });
  assert.deepEqual(messages.map((message) => message.text), ['four', 'three']);
});

await check('a deleted message is gone', async () => {
  await slack.chat.delete({ channel, ts });
  const { messages } = await slack.conversations.history({ channel });
  assert.ok(!messages.some((message) => message.ts === ts));
});

await check('an unknown token is refused', async () => {
  const stranger = new WebClient('xoxb-wrong', options);
  const error = await errorOf(() => stranger.auth.test());
  assert.equal(error.data.error, 'invalid_auth');
});

done();
