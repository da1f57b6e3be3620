import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OutFormat, OutPart, TicketsOut } from '../../../../src-main/contract/exchange.ts';
import { ticketsOut } from '../../../../src-main/exchange/out/tickets-out.ts';
import type { Working } from '../../../../src-main/jobs.ts';
import type { TestOffice } from '../../../fixtures/office.ts';

export const quietly: Working = { progress: () => undefined, check: () => undefined };
export const ALL_PARTS: OutPart[] = ['replies', 'notes', 'history', 'people', 'attachments'];

/** Takes tickets out of an office as the worker does; answers with the file and what was told. */
export async function takeOut(
  office: TestOffice,
  format: OutFormat,
  ids: number[],
  { parts = ALL_PARTS, working = quietly }: { parts?: readonly OutPart[]; working?: Working } = {},
): Promise<TicketsOut & { path: string; file: Buffer }> {
  const path = join(office.folder, `out.${format}`);
  const place = { path, part: join(office.folder, 'paperdesk-0123456789abcdef.part') };
  const gone = await ticketsOut(
    office.store,
    office.actor,
    { selection: { ids }, format, parts: [...parts], place },
    working,
  );
  return { ...gone, path, file: readFileSync(path) };
}
