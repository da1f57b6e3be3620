import { customType, integer } from 'drizzle-orm/sqlite-core';

/** Primary key that is never given out twice, not even after the highest row is gone (AUTOINCREMENT). */
export const id = () => integer('id').primaryKey({ autoIncrement: true });

/** UTC milliseconds. */
export const instant = (name: string) => integer(name);

/** 0 or 1. */
export const flag = (name: string) => integer(name, { mode: 'boolean' });

/** Random 128 bits as 32 lower-case hex digits; tombstones, ledger and restore go by it. */
export const uid = customType<{ data: string; driverData: string }>({ dataType: () => 'text' });

/** Bytes, handed over as Uint8Array. */
export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'blob' });
