// The cookies of a session (docs/api/cookies.md). A custom scheme has none; these are of http and https.
import { EventEmitter } from 'node:events';
import type { Params } from '../chromium/cdp.ts';
import { toChromium } from '../chromium/scheme-url.ts';
import { runtime } from './runtime.ts';
import { strictClass } from './strict.ts';

type Context = { context: { browserContextId?: string } };

export class Cookies extends EventEmitter {
  #session: Context;
  constructor(session: Context) {
    super();
    this.#session = session;
  }
  async get(filter: Record<string, any>): Promise<any[]> {
    const { cookies } = await runtime.chromium!.connection.send('Storage.getCookies', this.#session.context);
    return cookies
      .map((c: Params) => ({
        name: c.name,
        value: c.value,
        domain: c.domain,
        hostOnly: !String(c.domain).startsWith('.'),
        path: c.path,
        secure: c.secure,
        httpOnly: c.httpOnly,
        session: c.session,
        expirationDate: c.session ? undefined : c.expires,
        sameSite: { None: 'no_restriction', Lax: 'lax', Strict: 'strict' }[String(c.sameSite)] ?? 'unspecified',
      }))
      .filter(
        (c: any) =>
          (!filter.name || c.name === filter.name) &&
          (!filter.domain || c.domain === filter.domain) &&
          (!filter.path || c.path === filter.path) &&
          (!filter.url || new URL(toChromium(filter.url)).hostname.endsWith(c.domain.replace(/^\./, ''))),
      );
  }
  async set(details: Record<string, any>): Promise<void> {
    const { url, expirationDate, sameSite, ...rest } = details;
    if (!/^https?:/.test(url))
      throw new Error('Failed to set cookie with an invalid scheme: only http and https have cookies');
    const site =
      sameSite && ({ no_restriction: 'None', lax: 'Lax', strict: 'Strict' } as Record<string, string>)[sameSite];
    await runtime.chromium!.connection.send('Storage.setCookies', {
      ...this.#session.context,
      cookies: [
        {
          name: '',
          value: '',
          ...rest,
          url: toChromium(url),
          ...(expirationDate && { expires: expirationDate }),
          ...(site && { sameSite: site }),
        },
      ],
    });
  }
  async remove(url: string, name: string): Promise<void> {
    await this.set({ url, name, value: '', expirationDate: 1 });
  }
  async flushStore(): Promise<void> {}
}
strictClass('Cookies', Cookies);
