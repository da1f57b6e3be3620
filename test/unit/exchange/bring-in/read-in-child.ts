// Reads a JSON file of tickets in a process of its own, so that a test can measure what memory it takes.
import { openRecords, recordRows } from '../../../../src-main/exchange/bring-in/json/read-file.ts';

const [path = ''] = process.argv.slice(2);
await openRecords(path);
let good = 0;
const refused: string[] = [];
for await (const row of recordRows(path)) {
  if (row.ok) good += 1;
  else refused.push(row.code);
}
process.stdout.write(JSON.stringify({ good, refused, peak: process.resourceUsage().maxRSS * 1024 }));
