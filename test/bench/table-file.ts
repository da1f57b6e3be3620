import { writeFileSync } from 'node:fs';
import { below, chance, madeUp, oneOf, Texts } from './seed/words.ts';

/** Rows of the customers' file that issue and design measure by. */
export const TABLE_ROWS = 8_469;
const HEAD =
  'Ticket ID,Customer Name,Customer Email,Product Purchased,Date of Purchase,Ticket Type,Ticket Subject,Ticket Description,Ticket Status,Resolution,Ticket Priority,Ticket Channel,First Response Time';

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Writes a CSV file shaped like a help desk's export: quoted line breaks, shared addresses, empty cells, dates. */
export function writeTable(path: string): void {
  const random = chance(8_469);
  const texts = new Texts(random);
  const names = Array.from({ length: 8_000 }, () => `${capital(madeUp(random))} ${capital(madeUp(random))}`);
  const products = Array.from({ length: 40 }, () => `${capital(madeUp(random))} ${below(random, 90)}`);
  const rows = Array.from({ length: TABLE_ROWS }, (_, n) => {
    const name = oneOf(random, names);
    const day = `2023-${String(1 + below(random, 12)).padStart(2, '0')}-${String(1 + below(random, 28)).padStart(2, '0')}`;
    const closed = random() < 0.33;
    const cells = [
      String(n + 1),
      name,
      `person${n % 60 === 0 ? 'shared' : n}@mail.example`,
      oneOf(random, products),
      day,
      oneOf(random, [
        'Technical issue',
        'Billing inquiry',
        'Product inquiry',
        'Refund request',
        'Cancellation request',
      ]),
      texts.text(25),
      [texts.text(90), texts.text(60), texts.text(120)].join('\n\n'),
      closed ? 'Closed' : oneOf(random, ['Open', 'Pending Customer Response']),
      closed ? texts.text(60) : '',
      oneOf(random, ['Low', 'Medium', 'High', 'Critical']),
      oneOf(random, ['Email', 'Phone', 'Chat', 'Social media']),
      random() < 0.67 ? `${day} ${String(below(random, 24)).padStart(2, '0')}:15:36` : '',
    ];
    return cells.map(quoted).join(',');
  });
  writeFileSync(path, [HEAD, ...rows].join('\n') + '\n');
}
