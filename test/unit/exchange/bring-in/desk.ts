import { stat } from 'node:fs/promises';
import type { ImportDone, ImportMapping, TableFacts } from '../../../../src-main/contract/exchange.ts';
import { bringIn, exchangeLines, inspectTable } from '../../../../src-main/exchange/index.ts';
import type { Lines } from '../../../../src-main/gate.ts';
import type { FileWorking, Working } from '../../../../src-main/jobs.ts';
import type { TestOffice } from '../../../fixtures/office.ts';

export const quietly: FileWorking = { grows: () => undefined, progress: () => undefined, check: () => undefined };
/** For `newOffice`: the calls of this area beside the usual ones. */
export const lines: Lines = { exchange: exchangeLines };

/** A table as the user chose it. */
export async function tableOf(office: TestOffice, text: string | Uint8Array, name = 'tickets.csv') {
  return office.services.file(await office.file(name, text));
}
export const fileAt = async (path: string) => ({ name: 'tickets.csv', path, size: (await stat(path)).size });

type Taking = {
  source?: string;
  working?: Working;
  /** What the user changes of the guesses. */
  change?: (mapping: ImportMapping, facts: TableFacts) => ImportMapping;
};

/** Inspects a table and brings it in as the screen does, with what is changed of the guesses. */
export async function take(
  office: TestOffice,
  from: { name: string; path: string; size: number },
  { source = 'old desk', working = quietly, change = (mapping) => mapping }: Taking = {},
): Promise<ImportDone & { mapping: ImportMapping }> {
  const facts = await inspectTable(office.store, office.actor, { from }, quietly);
  const mapping = change(facts.mapping, facts);
  return { ...(await bringIn(office.store, office.actor, { from, mapping, source }, working)), mapping };
}

export const takeText = async (office: TestOffice, text: string, taking: Taking = {}) =>
  take(office, await tableOf(office, text), taking);

/** All categories the file has and the office does not, as new ones. */
export const withNew =
  (...names: string[]) =>
  (mapping: ImportMapping): ImportMapping => ({
    ...mapping,
    categories: Object.fromEntries(names.map((name) => [name, 'new' as const])),
  });

/** So many rows that they take several writes, each with a name of its own. */
export const manyRows = (count: number) =>
  ['id;name;email;subject;message']
    .concat(
      Array.from(
        { length: count },
        (_, n) => `${n};Zwetana Quill${n};zq${n}@mail.example;Leak ${n};"Drip, drip in flat\nQX${n}YZ"`,
      ),
    )
    .join('\r\n');
