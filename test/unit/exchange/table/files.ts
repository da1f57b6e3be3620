import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { ImportMapping } from '../../../../src-main/contract/exchange.ts';
import { tableRow } from '../../../../src-main/exchange/bring-in/source.ts';
import { Survey, type Surveyed } from '../../../../src-main/exchange/bring-in/survey.ts';
import { openTable, prepareMapping, readRows, TableRefused } from '../../../../src-main/exchange/table/index.ts';
import type {
  OfficeWords,
  OpenOptions,
  ReadRow,
  RowRefusalCode,
  Table,
  TableRefusal,
} from '../../../../src-main/exchange/table/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'paperdesk-table-'));
let files = 0;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A path in a folder that is gone after the tests of this file. */
export const place = (name: string): string => join(folder, `${++files}-${name}`);

/** Writes a file and gives its path. */
export function fileOf(content: string | Uint8Array, name = 'tickets.csv'): string {
  const path = place(name);
  writeFileSync(path, content);
  return path;
}

export async function opened(path: string, options?: OpenOptions): Promise<Table> {
  const found = await openTable(path, options);
  if (!found.ok) throw new Error(`refused: ${JSON.stringify(found.refusal)}`);
  return found.table;
}

export async function refusal(path: string): Promise<TableRefusal['code'] | 'opened'> {
  const found = await openTable(path);
  return found.ok ? 'opened' : found.refusal.code;
}

export async function allRows(path: string, options?: OpenOptions): Promise<ReadRow[]> {
  const { shape } = await opened(path, options);
  const rows: ReadRow[] = [];
  for await (const row of readRows(path, shape)) rows.push(row);
  return rows;
}

/** Heading and rows as a program sees them: cells alone, refused rows as their code. */
export async function contents(path: string, options?: OpenOptions): Promise<(string[] | RowRefusalCode)[]> {
  const { header } = await opened(path, options);
  return [header, ...(await allRows(path, options)).map((row) => (row.ok ? row.cells : row.code))];
}

/** The code with which reading ends, or null when it does not. */
export async function endsWith(rows: AsyncGenerator<ReadRow>): Promise<string | null> {
  try {
    for await (const row of rows) void row;
    return null;
  } catch (error) {
    if (error instanceof TableRefused) return error.refusal.code;
    throw error;
  }
}

export function hasProgram(name: string): boolean {
  return spawnSync(name, ['--version']).status === 0;
}

/** Skips without the judge at a desk, and fails without it where all judges must be there. */
export const judgeMissing = (name: string): boolean => process.env['CI'] !== 'true' && !hasProgram(name);

/** Lets LibreOffice write a file in another format; gives the path of what it wrote. CSV is told to be UTF-8. */
export function convert(path: string, filter: string): string {
  const out = mkdtempSync(join(folder, 'office-'));
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
  const input = path.endsWith('.csv') ? ['--infilter=CSV:44,34,76,1'] : [];
  execFileSync('soffice', [profile, '--headless', ...input, '--convert-to', filter, '--outdir', out, path], {
    stdio: 'ignore',
  });
  const [base = ''] = path.split('/').at(-1)?.split('.') ?? [];
  return join(out, `${base}.${filter.split(':')[0] ?? ''}`);
}

export const office: OfficeWords = {
  zone: 'Europe/Berlin',
  categories: [
    { id: 11, name: 'Heating' },
    { id: 12, name: 'Müll & Reinigung' },
  ],
  priorities: [
    { id: 21, name: 'Critical', mark: 'critical' },
    { id: 22, name: 'High', mark: 'high' },
    { id: 23, name: 'Medium', mark: 'medium' },
    { id: 24, name: 'Low', mark: 'low' },
  ],
  statuses: [
    { id: 31, name: 'New', role: 'new' },
    { id: 32, name: 'Waiting reply', role: 'waiting' },
    { id: 33, name: 'Replied', role: 'replied' },
    { id: 34, name: 'Resolved', role: 'resolved' },
    { id: 35, name: 'Waiting for insurer', role: 'custom' },
  ],
};

/** What a whole table holds under a mapping. */
export async function surveyOf(path: string, mapping: ImportMapping): Promise<Surveyed> {
  const { shape } = await opened(path);
  const ready = prepareMapping(mapping, shape.width, office);
  if (!ready.ok) throw new Error(ready.problem.code);
  const survey = new Survey(mapping, new Map());
  for await (const row of readRows(path, shape)) survey.add(tableRow(row, ready.prepared));
  return survey.result();
}
