/** The fields of the form, as they are named in the box of find; `anywhere` names none. */
export const FORM_FIELDS = [
  'name',
  'email',
  'phone',
  'number',
  'ip',
  'id',
  'subject',
  'message',
  'reply',
  'note',
  'field',
  'file',
] as const;
export type FormField = (typeof FORM_FIELDS)[number];
export type FormTexts = Record<FormField | 'anywhere', string>;

export const emptyForm = (): FormTexts =>
  Object.fromEntries([...FORM_FIELDS, 'anywhere'].map((name) => [name, ''])) as FormTexts;

const OPENING = '"“”„«»';
const CLOSING = /["“”«»]/;
const NAMED = new RegExp(`^([-−]?)(${FORM_FIELDS.join('|')}):`, 'i');

/** Words and phrases in quotes, as they are typed. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let rest = text.trim();
  while (rest !== '') {
    const head = NAMED.exec(rest)?.[0] ?? /^[-−]/.exec(rest)?.[0] ?? '';
    const body = rest.slice(head.length);
    let end: number;
    if (body !== '' && OPENING.includes(body.charAt(0))) {
      const closing = body.slice(1).search(CLOSING);
      end = closing < 0 ? body.length : closing + 2;
    } else {
      const space = body.search(/\s/);
      end = space < 0 ? body.length : space;
    }
    pieces.push(head + body.slice(0, end));
    rest = body.slice(end).trimStart();
  }
  return pieces;
}

/** Numbers and addresses are one thing, however many pieces they are written in. */
const WHOLE: readonly FormField[] = ['phone', 'ip', 'id'];

/** The text of the box of find that asks for what stands in the form. */
export function composeQuery(form: FormTexts): string {
  const parts: string[] = [];
  for (const field of FORM_FIELDS) {
    const text = form[field].trim();
    if (text === '') continue;
    const pieces = WHOLE.includes(field) ? [field === 'phone' ? text.replace(/\s+/g, '') : text] : piecesOf(text);
    for (const piece of pieces) {
      const minus = /^[-−]/.exec(piece)?.[0] ?? '';
      parts.push(`${minus}${field}:${piece.slice(minus.length)}`);
    }
  }
  const anywhere = form.anywhere.trim();
  return [...parts, ...(anywhere === '' ? [] : [anywhere])].join(' ');
}

/** The form that says what stands in the box of find. */
export function formOf(query: string): FormTexts {
  const form = emptyForm();
  const put = (name: keyof FormTexts, text: string) =>
    (form[name] = form[name] === '' ? text : `${form[name]} ${text}`);
  for (const piece of piecesOf(query)) {
    const named = NAMED.exec(piece);
    const field = FORM_FIELDS.find((each) => each === named?.[2]?.toLowerCase());
    if (named && field) put(field, (named[1] ?? '') + piece.slice(named[0].length));
    else put('anywhere', piece);
  }
  return form;
}
