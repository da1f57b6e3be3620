/** What a number format makes of a number: only kinds that change the text of a cell are told apart. */
export type NumberFormat =
  | { kind: 'general' }
  | { kind: 'date'; withDate: boolean; withTime: boolean }
  | { kind: 'duration' }
  | { kind: 'percent' }
  | { kind: 'padded'; digits: number };

const GENERAL: NumberFormat = { kind: 'general' };
const DAY_MS = 86_400_000;
/** Last serial of 31 December 9999. */
const LAST_SERIAL = 2_958_466;

/** Formats that have a number and no code (ECMA-376 part 1, 18.8.30); 27 to 36 and 50 to 58 are East Asian dates. */
function builtIn(id: number): NumberFormat {
  if (id === 9 || id === 10) return { kind: 'percent' };
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58))
    return { kind: 'date', withDate: true, withTime: false };
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id === 45 || id === 47)
    return { kind: 'date', withDate: false, withTime: true };
  if (id === 22) return { kind: 'date', withDate: true, withTime: true };
  if (id === 46) return { kind: 'duration' };
  return GENERAL;
}

/** The kind of a number format, by its id and, where the workbook defines it, its code. */
export function readNumberFormat(id: number, code: string | undefined): NumberFormat {
  if (code === undefined) return builtIn(id);
  const positive = code.split(';')[0] ?? '';
  // Quoted words, escaped signs, fills and pads are no letters of the format; neither are colours and locales.
  const bare = positive
    .replace(/"[^"]*"?/g, '')
    .replace(/[\\_*]./g, '')
    .replace(/e[+-]/gi, '')
    .toLowerCase();
  if (/\[(h+|m+|s+)\]/.test(bare)) return { kind: 'duration' };
  const letters = bare.replace(/\[[^\]]*\]/g, '');
  if (/general|standard/.test(letters)) return GENERAL;
  if (/^0{2,15}$/.test(letters)) return { kind: 'padded', digits: letters.length };
  if (letters.includes('%')) return { kind: 'percent' };
  const withTime = /[hs]|am\/pm/.test(letters);
  const withDate = /[ydeg]/.test(letters) || (!withTime && /m/.test(letters));
  if (/[#0?]/.test(letters.replace(/s\.?0+/g, '')) && !withDate && !withTime) return GENERAL;
  if (withDate || withTime) return { kind: 'date', withDate, withTime };
  return GENERAL;
}

/** A number as a spreadsheet program means it: fifteen digits count, whole numbers stay as they are written. */
function plain(raw: string, value: number): string {
  if (/^-?\d{1,15}$/.test(raw)) return raw;
  const short = Number(value.toPrecision(15));
  if (Math.abs(short) < 1e21 && Number.isInteger(short)) return BigInt(short).toString();
  return String(short);
}

const two = (n: number): string => String(n).padStart(2, '0');

/** Milliseconds as hours, minutes and seconds. */
export function clock(totalMs: number): string {
  const ms = totalMs % 1000;
  const seconds = Math.floor(totalMs / 1000);
  const text = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return ms === 0 ? text : `${text}.${String(ms).padStart(3, '0')}`;
}

/** A serial date as ISO text without a zone; null where there is no such day. */
export function serialToIso(serial: number, date1904: boolean, withDate: boolean, withTime: boolean): string | null {
  if (!Number.isFinite(serial) || serial < 0 || serial >= LAST_SERIAL) return null;
  let day = Math.floor(serial);
  let ms = Math.round((serial - day) * DAY_MS);
  // Serials carry microseconds of error: a whole second is meant when one is that near.
  if (Math.abs(ms - Math.round(ms / 1000) * 1000) <= 1) ms = Math.round(ms / 1000) * 1000;
  if (ms >= DAY_MS) {
    ms -= DAY_MS;
    day++;
  }
  if (!withDate && day === 0) return clock(ms);
  if (!date1904 && day === 60) return null;
  const fromEpoch = date1904 ? day - 24_107 : day - 25_569 + (day < 60 ? 1 : 0);
  const date = new Date(fromEpoch * DAY_MS).toISOString().slice(0, 10);
  return withTime || ms !== 0 ? `${date}T${clock(ms)}` : date;
}

/** The text of a number cell, as its format shows it; dates as ISO text, durations as hours, minutes, seconds. */
export function numberText(raw: string, format: NumberFormat, date1904: boolean): string {
  const value = Number(raw);
  if (raw.trim() === '' || !Number.isFinite(value)) return raw;
  switch (format.kind) {
    case 'date':
      return serialToIso(value, date1904, format.withDate, format.withTime) ?? plain(raw, value);
    case 'duration':
      return value < 0 ? plain(raw, value) : clock(Math.round(value * 86_400) * 1000);
    case 'percent':
      return `${String(Number((value * 100).toPrecision(15)))}%`;
    case 'padded':
      return /^\d+$/.test(raw) ? raw.padStart(format.digits, '0') : plain(raw, value);
    case 'general':
      return plain(raw, value);
  }
}
