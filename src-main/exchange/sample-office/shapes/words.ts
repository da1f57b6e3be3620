import * as v from 'valibot';

/** Dates and times of the sample: ISO with offset, in the office's zone, for instance `2023-12-04T07:41:00+01:00`. */
export const Moment = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$/, 'not a date with time and offset'),
  v.check((text) => !Number.isNaN(Date.parse(text)), 'no such date'),
);

/** A day without a time, `2024-02-01`. */
export const Day = v.pipe(v.string(), v.isoDate());

export const PersonId = v.pipe(v.string(), v.regex(/^p\d{3}$/));
export const TicketId = v.pipe(v.string(), v.regex(/^t\d{3}$/));
export const StaffId = v.pipe(v.string(), v.regex(/^s\d{2}$/));
export const FileId = v.pipe(v.string(), v.regex(/^f\d{3}$/));
export const Text = v.pipe(v.string(), v.nonEmpty());
export const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
export const Colour = v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/));
export const Channel = v.picklist(['mail', 'web', 'phone', 'walk-in', 'letter']);
