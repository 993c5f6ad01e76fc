// What the scripts share: named checks, printed as they pass, and one non-zero exit at the end.
import assert from 'node:assert/strict';

export { assert };

export const sandbox = process.argv[2];

const failures = [];

export async function check(promise, body) {
  try {
    await body();
    console.log(`ok    ${promise}`);
  } catch (error) {
    failures.push(promise);
    console.log(`FAIL  ${promise}\n${error.stack ?? error}`);
  }
}

// The error that the call ends with; it is a failure if there is none.
export async function errorOf(call) {
  try {
    await call();
  } catch (error) {
    return error;
  }
  throw new assert.AssertionError({ message: 'the call should have failed' });
}

export function done() {
  console.log(failures.length === 0 ? 'all passed' : `${failures.length} failed`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}
