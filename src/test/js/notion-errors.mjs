// What Notion's own client makes of the sandbox's refusals. The budget is ten requests a window.
import {
  APIErrorCode,
  APIResponseError,
  Client,
  LogLevel,
  isNotionClientError,
} from '@notionhq/client';
import { assert, check, done, errorOf, sandbox } from './check.mjs';

const options = {
  baseUrl: `${sandbox}/notion`,
  notionVersion: '2026-03-11',
  logLevel: LogLevel.ERROR,
  retry: false,
};
const notion = new Client({ auth: 'ntn_test', ...options });
const absent = '00000000-0000-4000-8000-00000000dead';

await check('an absent page is object_not_found', async () => {
  const error = await errorOf(() => notion.pages.retrieve({ page_id: absent }));
  assert.ok(APIResponseError.isAPIResponseError(error));
  assert.ok(isNotionClientError(error));
  assert.equal(error.code, APIErrorCode.ObjectNotFound);
  assert.equal(error.status, 404);
  assert.match(error.message, new RegExp(absent));
  assert.ok(error.request_id);
});

await check('an id that is none is a validation_error', async () => {
  const error = await errorOf(() => notion.pages.retrieve({ page_id: 'AAA' }));
  assert.equal(error.code, APIErrorCode.ValidationError);
  assert.equal(error.status, 400);
});

await check('a wrong token is unauthorized', async () => {
  const error = await errorOf(() => new Client({ auth: 'wrong', ...options }).users.me({}));
  assert.equal(error.code, APIErrorCode.Unauthorized);
  assert.equal(error.status, 401);
});

await check('a body that fits no request is a validation_error', async () => {
  const request = { path: 'search', method: 'post', body: { nonsense: 1 } };
  const error = await errorOf(() => notion.request(request));
  assert.equal(error.code, APIErrorCode.ValidationError);
  assert.match(error.message, /body\.nonsense should be not present/);
});

await check('an unknown path is invalid_request_url', async () => {
  const error = await errorOf(() => notion.request({ path: 'nowhere', method: 'get' }));
  assert.equal(error.code, APIErrorCode.InvalidRequestURL);
});

await check('a spent window is rate_limited with Retry-After', async () => {
  const error = await errorOf(async () => {
    for (let i = 0; i < 40; i++) await notion.users.me({});
  });
  assert.equal(error.code, APIErrorCode.RateLimited);
  assert.equal(error.status, 429);
  const seconds = Number(error.headers.get('retry-after'));
  assert.ok(seconds >= 1 && seconds <= 60, `retry-after ${seconds}`);
  assert.equal(error.additional_data.retry_after, String(seconds));
  assert.equal(error.additional_data.rate_limit_reason, 'public_api_request_rate_limit');
});

await check('the client waits for Retry-After and then succeeds', async () => {
  const patient = new Client({ auth: 'ntn_test', ...options, retry: { maxRetries: 3 } });
  assert.equal((await patient.users.me({})).type, 'bot');
});

done();
