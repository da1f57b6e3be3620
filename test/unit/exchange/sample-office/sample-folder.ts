import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

/** The sample office of the project. */
export const sampleFolder = fileURLToPath(new URL('../../../../resources/sample-office', import.meta.url));

/** The numbers that the sample's README gives, in the order of its sentence; fails when the sentence is not there. */
export async function countsInReadme(sentence: RegExp): Promise<number[]> {
  const readme = await readFile(join(sampleFolder, 'README.md'), 'utf8');
  const found = sentence.exec(readme);
  if (!found) throw new Error(`the README does not say ${sentence}`);
  return found.slice(1).map((figure) => Number(figure.replace(',', '')));
}
