import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from './desk.ts';

const poppler = spawnSync('pdftotext', ['-v']).status === 0;

test('@tour the main job is done through the window, every count is seen twice, and what a user would keep is left', () => {
  test.setTimeout(180_000);
  const folder = mkdtempSync(join(tmpdir(), 'paperdesk-tour-'));
  const { status, stdout } = spawnSync(process.execPath, ['test/tour/run.ts', '--to', folder], { encoding: 'utf8' });
  const lines = stdout.trim().split('\n');
  expect(lines.filter((line) => line.includes('FAILED'))).toEqual([]);
  expect(status).toBe(0);
  expect(lines.at(-1)).toMatch(/^Every check holds: .*report\.md$/);

  const report = readFileSync(join(folder, 'report.md'), 'utf8');
  const [, held, all] = /(\d+) of (\d+) checks hold/.exec(report) ?? [];
  expect(held).toBe(all);
  expect(Number(all)).toBeGreaterThan(30);
  expect(report.match(/^## \d+\. /gm)).toHaveLength(lines.length - 1);

  for (const name of ['one-ticket.pdf', 'twenty-tickets.pdf', 'selection.xlsx'])
    expect(statSync(join(folder, name)).size).toBeGreaterThan(5_000);
  expect(readFileSync(join(folder, 'office.sql'), 'utf8')).toContain('-- Paperdesk office as SQL, form 1, for sqlite');
  expect(readFileSync(join(folder, 'settings.txt'), 'utf8')).toContain('# Paperdesk settings, form 1');
  expect(readFileSync(join(folder, 'move-report.txt'), 'utf8')).toContain('What is otherwise here than in all');
  expect(report).toContain('tables that differ, compared row by row | none');
  const shots = readdirSync(join(folder, 'screenshots'));
  const light = shots.filter((name) => name.endsWith('-light.png'));
  expect(light.length).toBeGreaterThan(20);
  for (const name of light) {
    const dark = name.replace('-light', '-dark');
    expect(shots).toContain(dark);
    const bytes = (shot: string) => readFileSync(join(folder, 'screenshots', shot));
    expect(bytes(name).equals(bytes(dark)), `${name} and ${dark} are the same picture`).toBe(false);
  }
  if (poppler) {
    const text = execFileSync('pdftotext', ['-layout', join(folder, 'twenty-tickets.pdf'), '-'], { encoding: 'utf8' });
    expect(new Set(text.match(/\b[A-Z0-9]{3}-[A-Z0-9]{3}-[A-Z0-9]{4}\b/g)).size).toBeGreaterThanOrEqual(20);
  }
  rmSync(folder, { recursive: true, force: true });
});
