// Spends an hourly limit of three requests and looks at what the client makes of the refusal.
import { LinearClient, RatelimitedLinearError } from '@linear/sdk';
import { assert, check, done, errorOf, sandbox } from './check.mjs';

const linear = new LinearClient({ accessToken: 'oauth', apiUrl: `${sandbox}/linear/graphql` });

await check('a spent hour is a RatelimitedLinearError with the limits', async () => {
  for (let i = 0; i < 3; i++) await linear.viewer;
  const error = await errorOf(() => linear.viewer);
  assert.ok(error instanceof RatelimitedLinearError, String(error));
  assert.equal(error.status, 400);
  assert.equal(error.requestsLimit, 3);
  assert.equal(error.requestsRemaining, 0);
  assert.ok(error.requestsResetAt > 1_600_000_000_000, 'the reset is in milliseconds');
  assert.ok(error.complexityRemaining < error.complexityLimit);
});

done();
