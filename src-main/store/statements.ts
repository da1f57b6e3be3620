import type { Statement } from 'better-sqlite3';
import type { Connection } from './connection.ts';

/** The part of better-sqlite3 that Drizzle's session uses. */
export type Preparing = { prepare(sql: string): Statement };

const KEPT = 300;

/** Prepared statements by their text: Drizzle prepares anew for every query, which costs more than most of them take. */
export class Statements implements Preparing {
  readonly #sqlite: Connection;
  readonly #kept = new Map<string, Statement>();
  constructor(sqlite: Connection) {
    this.#sqlite = sqlite;
  }
  prepare(sql: string): Statement {
    let statement = this.#kept.get(sql);
    if (statement && !statement.busy) {
      this.#kept.delete(sql);
      if (statement.reader) statement.raw(false);
    } else statement = this.#sqlite.prepare(sql);
    this.#kept.set(sql, statement);
    if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value ?? '');
    return statement;
  }
}

/** One write's view of the statements: says no once the write has ended, or after a statement of it has failed. */
export class GuardedStatements implements Preparing {
  readonly #inner: Preparing;
  #over: string | null = null;
  constructor(inner: Preparing) {
    this.#inner = inner;
  }
  end(why: string): void {
    this.#over ??= why;
  }
  get failed(): boolean {
    return this.#over === FAILED;
  }
  /** Throws once this write takes no more. */
  check(): void {
    if (this.#over) throw new Error(this.#over);
  }
  prepare(sql: string): Statement {
    const statement = this.attempt(() => this.#inner.prepare(sql));
    return new Proxy(statement, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => {
          const result: unknown = this.attempt(() => Reflect.apply(member, target, args) as unknown);
          return result === target ? this.#again(target) : result;
        };
      },
    });
  }
  #again(statement: Statement): Statement {
    const all = (...args: unknown[]) => this.attempt(() => statement.all(...args));
    const get = (...args: unknown[]) => this.attempt(() => statement.get(...args));
    return { all, get } as Statement;
  }
  /** Runs something on the connection as part of this write. */
  attempt<T>(work: () => T): T {
    this.check();
    try {
      return work();
    } catch (error) {
      this.end(FAILED);
      throw error;
    }
  }
}

const FAILED = 'A statement of this write has failed: it takes no more and is rolled back.';
