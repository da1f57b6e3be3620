import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { checkReferences } from './references.ts';
import { SampleOfficeDamaged } from './sample.ts';
import { FurtherFileShape, WordedFileShape } from './shapes/attachments.ts';
import { OfficeShape } from './shapes/office.ts';
import { PersonShape } from './shapes/people.ts';
import { TicketShape } from './shapes/tickets.ts';
import { TruthShape } from './shapes/truth.ts';
import { VariantsShape } from './shapes/variants.ts';
import type { SampleOffice } from './sample.ts';

/**
 * Reads the sample office from its folder and checks every value and every reference in it.
 * Throws SampleOfficeDamaged when a file is missing, is no JSON, or is not as the folder's README says.
 */
export async function readSampleOffice(folder: string): Promise<SampleOffice> {
  const read = <S extends v.GenericSchema>(file: string, shape: S) => readShape(folder, file, shape);
  const office: SampleOffice = {
    folder,
    settings: await read('office.json', OfficeShape),
    people: await read('people.json', v.array(PersonShape)),
    tickets: await read('tickets.json', v.array(TicketShape)),
    variants: await read('variants.json', VariantsShape),
    truth: await read('truth.json', TruthShape),
    worded: await read('attachments/attachments.json', v.array(WordedFileShape)),
    further: await read('further/further.json', v.array(FurtherFileShape)),
  };
  const wrong = checkReferences(office);
  if (wrong) throw new SampleOfficeDamaged(wrong.file, wrong.what);
  return office;
}

async function readShape<S extends v.GenericSchema>(folder: string, file: string, shape: S): Promise<v.InferOutput<S>> {
  const result = v.safeParse(shape, await readJson(folder, file));
  if (result.success) return result.output;
  const [issue] = result.issues;
  const where = v.getDotPath(issue) ?? 'the whole file';
  throw new SampleOfficeDamaged(file, `at ${where}: ${issue.message}`);
}

async function readJson(folder: string, file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(join(folder, file), 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new SampleOfficeDamaged(file, code === 'ENOENT' ? 'the file is missing' : code);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new SampleOfficeDamaged(file, 'not valid JSON');
  }
}
