// Writes what Vitest ran as a list of results, for the count over all phases.
import fs from 'node:fs';
import process from 'node:process';

export default class {
  onTestRunEnd(modules, errors) {
    const results = errors.map((error) => ({ title: `outside any test: ${error.message}`, state: 'failed' }));
    for (const module of modules) {
      for (const error of module.errors()) results.push({ title: error.message, state: 'failed' });
      for (const suite of module.children.allSuites()) {
        for (const error of suite.errors())
          results.push({ title: `${suite.fullName}: ${error.message}`, state: 'failed' });
      }
      for (const test of module.children.allTests()) {
        const { state, note, errors: wrong } = test.result();
        const why = wrong?.[0]?.message ?? note;
        results.push({ title: test.fullName, state: state === 'pending' ? 'failed' : state, why });
      }
    }
    fs.writeFileSync(process.env.PAPERDESK_RESULTS, JSON.stringify(results));
  }
}
