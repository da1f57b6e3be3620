/** What a new person is written down with. */
export type NewPersonFields = { name: string; email: string; phone: string; address: string; number: string };
export const NO_PERSON: Readonly<NewPersonFields> = { name: '', email: '', phone: '', address: '', number: '' };

const PHONE_PART = /^[+(]*\d[\d()./-]*$/;
const digitsIn = (text: string) => text.replace(/\D/g, '').length;

/** Fewest digits of a telephone number with its code; a flat or a customer number has fewer. */
const PHONE_DIGITS = 6;

/** A flat or a door: at most two digits on each side of a point. It is no beginning of a number. */
const DOOR = /^\d{1,2}\.\d{1,2}$/;

/** Parts beside each other that are digits and signs of telephone numbers: from where, and how many. */
function phoneRun(parts: readonly string[]): [from: number, count: number] {
  for (let from = 0; from < parts.length; from += 1) {
    if (DOOR.test(parts[from] ?? '')) continue;
    let count = 0;
    while (PHONE_PART.test(parts[from + count] ?? '')) count += 1;
    if (digitsIn(parts.slice(from, from + count).join('')) >= PHONE_DIGITS) return [from, count];
    from += count;
  }
  return [0, 0];
}

/**
 * A new person's fields from what was typed into the box, each word put where its form belongs: an address of mail, a
 * telephone number (six digits and more), a customer number (letters and digits joined by a hyphen), a flat (other
 * words with digits, and a single letter before them), else the name. No word is lost.
 */
export function personOfTyped(typed: string): NewPersonFields {
  const words = typed.split(/\s+/u).filter((word) => word !== '');
  const mails = words.filter((word) => /^[^@]+@[^@]+$/u.test(word));
  const parts = words.filter((word) => !mails.includes(word));
  const [from, count] = phoneRun(parts);
  const phone = parts.splice(from, count).join(' ');
  const number = parts.find((word) => /^\p{L}+-\d{2,}$/u.test(word)) ?? '';
  if (number !== '') parts.splice(parts.indexOf(number), 1);
  const isPlace = (at: number): boolean =>
    /\d/u.test(parts[at] ?? '') || (/^\p{L}$/u.test(parts[at] ?? '') && /^\d/u.test(parts[at + 1] ?? ''));
  return {
    name: parts.filter((_, at) => !isPlace(at)).join(' '),
    email: mails.join(' '),
    phone,
    address: parts.filter((_, at) => isPlace(at)).join(' '),
    number,
  };
}
