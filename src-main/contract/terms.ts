import * as v from 'valibot';

/** Text from outside: no U+0000, no lone surrogates (they become U+FFFD), line ends as LF. */
const clean = (text: string) => text.replaceAll('\0', '').toWellFormed().replace(/\r\n?/g, '\n');
const bytesOf = (text: string) => (text.length * 3 <= 1_000_000 ? text.length : new TextEncoder().encode(text).length);

/** Something of a text can be seen: a blank, a sign of direction or a mark alone can not. */
export const isVisible = (text: string): boolean => /[^\p{C}\p{Z}\p{M}]/u.test(text);

/** One line of at most `max` characters (500 where it is indexed). */
export const Line = (max = 500) =>
  v.pipe(
    v.string(),
    v.maxLength(4 * max, 'too-long'),
    v.transform((text) =>
      clean(text)
        .replace(/\s*\n\s*/g, ' ')
        .trim(),
    ),
    v.maxLength(max, 'too-long'),
  );
export const FilledLine = (max = 500) =>
  v.pipe(Line(max), v.minLength(1, 'empty'), v.check(isVisible, 'nothing-visible'));

/** Bytes of a picture that was pasted, and of all of them that wait to be attached. */
export const PICTURE_BYTES = 32 * 1024 * 1024;
export const PICTURES_BYTES = 4 * PICTURE_BYTES;
export const MESSAGE_BYTES = 1_048_576;
/** A message, reply or note: whole, to 1 MB of UTF-8. */
export const Body = v.pipe(
  v.string(),
  v.maxLength(MESSAGE_BYTES, 'too-long'),
  v.transform(clean),
  v.check((text) => bytesOf(text) <= MESSAGE_BYTES, 'too-long'),
);
export const FilledBody = v.pipe(
  Body,
  v.check((text) => text.trim() !== '', 'empty'),
  v.check(isVisible, 'nothing-visible'),
);

export const Id = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
export const Version = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
/** UTC milliseconds between 1900 and 9999. */
export const Instant = v.pipe(
  v.number(),
  v.safeInteger(),
  v.minValue(-2_208_988_800_000),
  v.maxValue(253_402_300_799_999),
);
/** A file the user chose or dropped; main alone knows its path. */
export const FileToken = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));

export const CHANNELS = ['walk-in', 'phone', 'letter', 'mail', 'web', 'import'] as const;
export type Channel = (typeof CHANNELS)[number];
export const IDENTIFIER_KINDS = ['name', 'email', 'phone', 'address', 'ip', 'number', 'other'] as const;
export type IdentifierKind = (typeof IDENTIFIER_KINDS)[number];

/** The lists of the rail; `all` has resolved tickets too. */
export const VIEWS = ['open', 'mine', 'unassigned', 'waiting', 'overdue', 'due-week', 'resolved', 'all'] as const;
export type View = (typeof VIEWS)[number];
export const SORTS = ['changed', 'created', 'due', 'urgency'] as const;
export type Sort = (typeof SORTS)[number];

const Ids = v.pipe(v.array(Id), v.maxLength(100_000));

/** What narrows a list or a find. All of it must hold. */
export const Filter = v.strictObject({
  view: v.optional(v.picklist(VIEWS)),
  categories: v.optional(Ids),
  priorities: v.optional(Ids),
  statuses: v.optional(Ids),
  owners: v.optional(Ids),
  unowned: v.optional(v.boolean()),
  person: v.optional(Id),
  tagged: v.optional(v.boolean()),
  createdFrom: v.optional(Instant),
  createdTo: v.optional(Instant),
  dueFrom: v.optional(Instant),
  dueTo: v.optional(Instant),
  /** The one box of find; see `store/search`. */
  text: v.optional(v.pipe(v.string(), v.maxLength(2_000))),
});
export type Filter = v.InferOutput<typeof Filter>;

/** Tickets an act is for: named ones, or all that a list holds but some. */
export const Selection = v.union([
  v.strictObject({ ids: v.pipe(Ids, v.minLength(1)) }),
  v.strictObject({ filter: Filter, except: v.optional(Ids, []) }),
]);
export type Selection = v.InferOutput<typeof Selection>;

/** Long work: the id under which progress and the end are told. */
export type Job = { job: string };
/** `work`: which long work it is (`worker.ts`), where it is one. */
export type Progress = { job: string; work?: string; step: string; done: number; total: number | null };
