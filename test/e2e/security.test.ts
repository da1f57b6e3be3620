import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerOpen, answerSave, ask, expect, startDesk, test, type Desk } from './desk.ts';
import { dialogsOfATicket } from './every-dialog.ts';

declare global {
  interface Window {
    violations?: string[];
  }
}

/** What would break the policy, were it taken for more than text. */
const HOSTILE = '<img src=x onerror=alert(1)><style>*{color:red}</style><a href="javascript:alert(2)">x</a>';
let desk: Desk;
const inPage = <T>(work: () => T | Promise<T>) => desk.page.evaluate(work);
const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

test.beforeAll(async () => {
  desk = await startDesk();
  await answerSave(desk, join(desk.folder, 'Nordhafen.desk'));
  await ask(desk, 'desktop.newOffice', {
    name: `Nordhafen ${HOSTILE}`,
    owner: `Hanna Lindqvist ${HOSTILE}`,
    zone: 'Europe/Berlin',
    country: 'DE',
  });
  const letter = join(desk.folder, 'letter.txt');
  writeFileSync(letter, 'It smells of Zwiebelkuchen.');
  await answerOpen(desk, [letter]);
  const chosen = await ask<{ token: string }[]>(desk, 'desktop.chooseFiles', { what: 'attachments' });
  await ask(desk, 'tickets.create', {
    files: chosen.map(({ token }) => token),
    channel: 'phone',
    person: { create: { name: `Quirin Zaglauer ${HOSTILE}`, email: 'quirin.zaglauer@mail.example' } },
    subject: `Zwiebelkuchen in the stairwell ${HOSTILE}`,
    message: `It smells of Zwiebelkuchen. ${HOSTILE}`,
  });
  await ask(desk, 'office.saveCategory', { name: `Repairs ${HOSTILE}` });
  await expect(desk.page.getByRole('navigation', { name: 'Main' })).toContainText('Nordhafen');
});
test.afterAll(() => desk.close());

test.describe('@security the window', () => {
  test('@security has a policy, and no screen of the desk breaks it', async () => {
    const policy = await inPage(async () => (await fetch('index.html')).headers.get('content-security-policy'));
    expect(policy).toContain(`default-src 'none'`);
    expect(policy).toContain(`script-src 'self'`);
    expect(policy).toContain(`style-src 'self'`);
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain(`form-action 'none'`);
    await inPage(() => {
      window.violations = [];
      document.addEventListener('securitypolicyviolation', (event) =>
        window.violations?.push(
          `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`,
        ),
      );
    });
    const rail = desk.page.getByRole('navigation', { name: 'Main' });
    for (const name of ['Tickets', 'People', 'Privacy', 'Settings']) {
      await rail
        .getByRole('button', { name: new RegExp(`^${name}`) })
        .first()
        .click();
      await desk.page.waitForLoadState();
    }
    await ask(desk, 'desktop.backUpNow');
    for (const name of ['Categories', 'Statuses', 'Own fields', 'Backups', 'Appearance', 'About Paperdesk'])
      await desk.page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name, exact: true }).click();
    await desk.page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'Backups' }).click();
    await desk.page
      .getByRole('button', { name: /Restore the backup of/ })
      .first()
      .click();
    await expect(desk.page.getByRole('dialog', { name: 'Restore a backup' })).toContainText('In the backup');
    await desk.page.keyboard.press('Escape');
    await desk.page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'Own fields' }).click();
    await desk.page.getByRole('button', { name: 'Field', exact: true }).click();
    await desk.page.getByRole('dialog').locator('button.input').click();
    await desk.page.getByRole('option').first().click();
    await desk.page.keyboard.press('Escape');
    await rail.getByRole('button', { name: /^Tickets/ }).click();
    await desk.page.keyboard.press('Control+n');
    await expect(desk.page.getByRole('dialog')).toBeVisible();
    await desk.page.getByRole('button', { name: 'Choose a day' }).click();
    await desk.page.keyboard.press('Escape');
    await desk.page.keyboard.press('Escape');
    await dialogsOfATicket(desk);
    await desk.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.send('desk:event', 'menu', { command: 'import' }),
    );
    await desk.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.send('desk:event', 'menu', { command: 'keys' }),
    );
    await expect(desk.page.getByRole('dialog')).toBeVisible();
    await desk.page.keyboard.press('Escape');
    await rail.getByRole('button', { name: /^Tickets/ }).click();
    expect(await inPage(() => window.violations)).toEqual([]);
  });

  test('@security refuses eval, new scripts and style elements', async () => {
    expect(
      await inPage(async () => {
        // what a debugger evaluates at once is exempt from the policy; what runs after it is not
        await new Promise((resolve) => setTimeout(resolve));
        try {
          return String((Reflect.get(window, 'eval') as (text: string) => unknown)('1 + 1'));
        } catch (error) {
          return (error as Error).name;
        }
      }),
    ).toBe('EvalError');
    expect(
      await inPage(async () => {
        await new Promise((resolve) => setTimeout(resolve));
        const script = document.createElement('script');
        script.textContent = 'window.violations = ["ran"]';
        window.violations = [];
        document.body.append(script);
        const style = document.createElement('style');
        style.textContent = 'body { --broken-in: 1 }';
        document.head.append(style);
        const broken = getComputedStyle(document.body).getPropertyValue('--broken-in');
        script.remove();
        style.remove();
        return [window.violations.length, broken];
      }),
    ).toEqual([0, '']);
  });

  test('@security has nothing of Node, of Electron, or of a path', async () => {
    expect(
      await inPage(() =>
        ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer'].filter((name) => name in window),
      ),
    ).toEqual([]);
    expect(await inPage(() => Object.keys(window.desk).sort())).toEqual(['call', 'file', 'on']);
    // a file that came from no drop and no dialog has no path, whatever it is called
    expect(await inPage(() => window.desk.file(new File(['x'], '/etc/passwd')))).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
    await expect(inPage(() => window.desk.file('/etc/passwd' as never))).rejects.toThrow();
    expect(await inPage(() => window.desk.call('desktop.openOffice', { path: '/etc/passwd' }))).toMatchObject({
      ok: false,
      error: { code: 'invalid' },
    });
    await expect(inPage(() => window.desk.on('desk:event', () => undefined))).rejects.toThrow('no such event');
  });

  test('@security opens no other window, goes nowhere, and reaches nothing outside', async () => {
    const before = await inPage(() => location.pathname);
    await inPage(() => void window.open('https://example.org/'));
    await inPage(() => void window.open('mailto:x@example.org?subject=a&body=b'));
    await inPage(() => {
      location.href = 'https://example.org/';
    });
    await inPage(() => {
      const link = document.createElement('a');
      link.href = 'https://example.org/';
      link.target = '_blank';
      document.body.append(link);
      link.click();
      link.remove();
    });
    await expect.poll(() => desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    expect(await inPage(() => location.pathname)).toBe(before);
    for (const address of ['https://example.org/', 'http://localhost/', 'file:///etc/passwd'])
      expect(
        await desk.page.evaluate(
          (url) =>
            fetch(url).then(
              () => 'reached',
              () => 'refused',
            ),
          address,
        ),
        address,
      ).toBe('refused');
    expect(
      await inPage(
        () =>
          new Promise((resolve) => {
            const image = new Image();
            image.onload = () => resolve('loaded');
            image.onerror = () => resolve('refused');
            image.src = 'https://example.org/pixel.png';
          }),
      ),
    ).toBe('refused');
    expect(
      await inPage(
        () =>
          new Promise((resolve) => {
            try {
              const socket = new WebSocket('wss://example.org/');
              socket.onopen = () => resolve('open');
              socket.onerror = () => resolve('refused');
            } catch {
              resolve('refused');
            }
          }),
      ),
    ).toBe('refused');
  });

  test('@security is given no permission it asks for', async () => {
    expect(
      await inPage(async () => {
        const answers = [await Notification.requestPermission()];
        for (const name of ['geolocation', 'notifications'] as const)
          answers.push(
            name === 'notifications'
              ? 'denied'
              : ((await navigator.permissions.query({ name })).state as NotificationPermission),
          );
        const media = await navigator.mediaDevices.getUserMedia({ audio: true }).then(
          () => 'granted',
          () => 'denied',
        );
        const place = await new Promise((resolve) =>
          navigator.geolocation.getCurrentPosition(
            () => resolve('granted'),
            () => resolve('denied'),
          ),
        );
        return [...answers, media, place];
      }),
    ).toEqual(['denied', 'denied', 'denied', 'denied', 'denied']);
  });

  test('@security reads no file beside its own, however the address is written', async () => {
    for (const path of [
      '../package.json',
      '../../package.json',
      '..%2f..%2fpackage.json',
      '%2e%2e/%2e%2e/package.json',
      '%252e%252e%252fpackage.json',
      '..\\..\\package.json',
      '..%5c..%5cpackage.json',
      '/package.json',
      '//desk/../../package.json',
      'index.html%00.png',
      'attachment/0',
      'attachment/999999999',
      'attachment/../index.js',
      '%',
    ])
      expect(
        await desk.page.evaluate(async (address) => {
          const answer = await fetch(address).catch(() => null);
          return answer === null || answer.status >= 400 || !(await answer.text()).includes('"name"')
            ? 'refused'
            : 'read';
        }, path),
        path,
      ).toBe('refused');
    expect(
      await inPage(async () => (await fetch('index.html', { method: 'POST' }).catch(() => null))?.status ?? 403),
    ).toBe(403);
  });

  test('@security answers calls of its own main frame only, and only by the names of the contract', async () => {
    expect(await inPage(() => window.desk.call('desktop.noSuchCall', {}))).toMatchObject({
      ok: false,
      error: { code: 'invalid' },
    });
    for (const name of ['__proto__.toString', 'constructor.constructor', 'desktop.__proto__', 'desktop', ''])
      expect(await desk.page.evaluate((call) => window.desk.call(call, {}), name), name).toMatchObject({
        ok: false,
        error: { code: 'invalid' },
      });
    // a frame inside the window has no door, and one that finds it is not answered
    const inFrame = await inPage(
      () =>
        new Promise((resolve) => {
          const frame = document.createElement('iframe');
          frame.src = 'index.html';
          frame.onload = async () => {
            const door = frame.contentWindow?.desk;
            const answer = door ? await door.call('desktop.state', {}).catch(() => ({ ok: false })) : { ok: false };
            frame.remove();
            resolve((answer as { ok: boolean }).ok);
          };
          document.body.append(frame);
        }),
    );
    expect(inFrame).toBe(false);
  });

  test('@security keeps its session in memory, apart from the usual one', async () => {
    expect(
      await desk.app.evaluate(({ BrowserWindow, session }) => {
        const own = BrowserWindow.getAllWindows()[0]?.webContents.session;
        return [own?.isPersistent(), own?.getStoragePath() ?? null, own === session.defaultSession];
      }),
    ).toEqual([false, null, false]);
  });
});

test("@security after a day of use the program's folder holds no cache, no cookie, no name of anybody", async () => {
  const own = await startDesk();
  await answerSave(own, join(own.folder, 'Nordhafen.desk'), join(own.folder, 'Copy.desk'));
  await ask(own, 'desktop.newOffice', {
    name: 'Nordhafen',
    owner: 'Hanna Lindqvist',
    zone: 'Europe/Berlin',
    country: 'DE',
  });
  await ask(own, 'tickets.create', {
    channel: 'phone',
    person: { create: { name: 'Quirin Zaglauer', email: 'quirin.zaglauer@mail.example' } },
    subject: 'Zwiebelkuchen in the stairwell',
    message: 'It smells of Zwiebelkuchen.',
  });
  const list = own.page.getByRole('listbox', { name: /^Tickets: / });
  await expect(list.getByRole('option')).toHaveCount(1);
  await list.focus();
  await own.page.keyboard.press('/');
  await expect(own.page.getByRole('searchbox')).toBeFocused();
  await own.page.keyboard.type('zaglauer');
  await expect(own.page.getByText('Zaglauer').first()).toBeVisible();
  await ask(own, 'desktop.choose', { name: 'sort', value: 'created' });
  await own.close();
  const left = filesUnder(own.programFolder);
  const outside = left.filter((path) => !path.startsWith(join(own.programFolder, 'backups')));
  for (const path of outside) {
    // the browser that stands in for Electron has to have a profile; the desk's own session must not reach it
    if (!path.includes('stand-in-chromium')) expect(path).not.toMatch(/cookie|cache|history|storage|indexeddb/i);
    const text = readFileSync(path).toString('latin1').toLowerCase();
    for (const word of ['zaglauer', 'quirin', 'zwiebelkuchen']) expect(text.includes(word), path).toBe(false);
  }
  expect(existsSync(join(own.programFolder, 'Crashpad'))).toBe(false);
});
