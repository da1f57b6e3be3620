// Writes what Playwright ran as a list of results, for the count over all phases.
import fs from 'node:fs';
import process from 'node:process';

export default class {
  #suite;
  #outside = [];

  onBegin(config, suite) {
    this.#suite = suite;
  }

  onError(error) {
    this.#outside.push({ title: `outside any test: ${error.message}`, state: 'failed' });
  }

  onEnd() {
    const tests = this.#suite?.allTests() ?? [];
    const results = tests.map((test) => ({
      title: test.titlePath().slice(3).join(' › '),
      state: { expected: 'passed', flaky: 'failed', skipped: 'skipped', unexpected: 'failed' }[test.outcome()],
      why:
        test.results.find(({ error }) => error)?.error.message ??
        test.annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description,
    }));
    fs.writeFileSync(process.env.PAPERDESK_RESULTS, JSON.stringify([...this.#outside, ...results]));
  }

  printsToStdio() {
    return false;
  }
}
