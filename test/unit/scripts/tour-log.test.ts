import { expect, it } from 'vitest';
import { TourLog } from '../../tour/log.ts';
import { report } from '../../tour/report.ts';

const about = { machine: 'two cores', left: ['one ticket.pdf', 'report.md'] };

it('a tour in which one check fails does not hold, and says which', async () => {
  const said: string[] = [];
  const log = new TourLog((line) => said.push(line));
  await log.step('Opened', () => Promise.resolve(log.check('tickets', 3, '3')));
  expect(log.holds).toBe(true);
  await log.step('Printed', () => Promise.resolve(log.check('pages', 2, 1)));
  expect(log.holds).toBe(false);
  expect(said).toHaveLength(2);
  expect(said[0]).toMatch(/^Opened \(\d+\.\d s\): 1 check holds$/);
  expect(said[1]).toMatch(/^Printed \(.*\): FAILED: pages \(2, not 1\)$/);
});

it('a tour that did nothing, or broke off, does not hold', async () => {
  const log = new TourLog(() => undefined);
  expect(log.holds).toBe(false);
  const broken = log.step('Found', () => Promise.reject(new Error('not there\nand more')));
  await expect(broken).rejects.toThrow('not there');
  expect(log.holds).toBe(false);
  expect(report(log, about)).toContain('| the step came to its end | not there | its end | **NO** |');
});

it('the report shows each count as it was read, twice, and links what was left', async () => {
  const log = new TourLog(() => undefined);
  await log.step('Found a | person', () => Promise.resolve(log.check('by | name', 'a | b', 'a | b')));
  log.note('No poppler here.');
  const text = report(log, about);
  expect(text).toContain('1 of 1 checks hold.');
  expect(text).toContain('## 1. Found a | person');
  expect(text).toContain('| by \\| name | a \\| b | a \\| b | yes |');
  expect(text).toContain('- No poppler here.');
  expect(text).toContain('[one ticket.pdf](one%20ticket.pdf)');
});
