import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleOffice } from '../fixtures/sample-office.ts';
import { startDesk, type Desk, type Start } from './desk.ts';

/** The program with a copy of the sample office open. */
export async function startSample(start: Start = {}): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), 'paperdesk-files-'));
  const path = await sampleOffice(join(folder, 'nordhafen.desk'));
  return startDesk({ ...start, folder, args: [path] });
}
