import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TicketsGone, TicketsOut } from '../../../../src-main/exchange/out/tickets-out.ts';
import { ticketsOut } from '../../../../src-main/exchange/out/tickets-out.ts';
import type { RecordPart } from '../../../../src-main/exchange/record/shape.ts';
import type { Working } from '../../../../src-main/jobs.ts';
import type { TestOffice } from '../../../fixtures/office.ts';

export const quietly: Working = { progress: () => undefined, check: () => undefined };
export const ALL_PARTS: RecordPart[] = ['replies', 'notes', 'history', 'people', 'attachments'];

/** Takes tickets out of an office as the worker does; answers with the file and what was told. */
export async function takeOut(
  office: TestOffice,
  format: TicketsOut['format'],
  ids: number[],
  { parts = ALL_PARTS, working = quietly }: Partial<TicketsOut> & { working?: Working } = {},
): Promise<TicketsGone & { path: string; file: Buffer }> {
  const path = join(office.folder, `out.${format}`);
  const place = { path, part: join(office.folder, 'paperdesk-0123456789abcdef.part') };
  const gone = await ticketsOut(office.store, office.actor, { selection: { ids }, format, parts, place }, working);
  return { ...gone, path, file: readFileSync(path) };
}
