import { app, Menu, type MenuItemConstructorOptions } from 'electron';

/** `edit`: what Undo and Redo would do, in words; empty where the desk has nothing to undo, but a field may. */
export type MenuState = {
  edit: { undo: string; redo: string };
  office: boolean;
  recent: { id: string; name: string }[];
};
export type MenuWords = Record<
  | 'file'
  | 'newOffice'
  | 'openOffice'
  | 'openSql'
  | 'recent'
  | 'none'
  | 'saveCopy'
  | 'elsewhere'
  | 'importTable'
  | 'backups'
  | 'closeOffice'
  | 'print'
  | 'export'
  | 'quit'
  | 'edit'
  | 'undo'
  | 'redo'
  | 'cut'
  | 'copy'
  | 'paste'
  | 'selectAll'
  | 'find'
  | 'view'
  | 'tickets'
  | 'people'
  | 'privacy'
  | 'settings'
  | 'larger'
  | 'smaller'
  | 'actualSize'
  | 'fullScreen'
  | 'ticket'
  | 'newTicket'
  | 'window'
  | 'minimise'
  | 'zoom'
  | 'help'
  | 'keys'
  | 'about',
  string
>;

/**
 * The native menu. Edit's roles are what makes copy and paste work on macOS; its Undo goes to the window, which knows
 * whether a text field has the focus. Commands go to the window by name.
 */
export function setMenu(words: MenuWords, state: MenuState, command: (name: string) => void): void {
  const mac = process.platform === 'darwin';
  const item = (label: string, name: string, more: MenuItemConstructorOptions = {}): MenuItemConstructorOptions => ({
    label,
    click: () => command(name),
    ...more,
  });
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const open = state.office;
  const recent: MenuItemConstructorOptions[] = state.recent.length
    ? state.recent.map(({ id, name }) => item(name, `recent ${id}`))
    : [{ label: words.none, enabled: false }];
  const menus: MenuItemConstructorOptions[] = [
    ...(mac ? [{ role: 'appMenu' } satisfies MenuItemConstructorOptions] : []),
    {
      label: words.file,
      submenu: [
        item(words.newOffice, 'new-office'),
        item(words.openOffice, 'open-office', { accelerator: 'CmdOrCtrl+O' }),
        item(words.openSql, 'open-sql'),
        { label: words.recent, submenu: recent },
        line,
        item(words.importTable, 'import', { enabled: open }),
        item(words.export, 'export', { enabled: open, accelerator: 'CmdOrCtrl+E' }),
        item(words.print, 'print', { enabled: open }),
        line,
        item(words.elsewhere, 'elsewhere', { enabled: open }),
        item(words.saveCopy, 'save-copy', { enabled: open, accelerator: 'CmdOrCtrl+Shift+S' }),
        item(words.backups, 'backups', { enabled: open }),
        item(words.closeOffice, 'close-office', { enabled: open, accelerator: 'CmdOrCtrl+W' }),
        ...(mac ? [] : [line, { label: words.quit, role: 'quit' } satisfies MenuItemConstructorOptions]),
      ],
    },
    {
      label: words.edit,
      submenu: [
        item(state.edit.undo || words.undo, 'undo', { accelerator: 'CmdOrCtrl+Z' }),
        item(state.edit.redo || words.redo, 'redo', { accelerator: mac ? 'Cmd+Shift+Z' : 'Ctrl+Y' }),
        line,
        { label: words.cut, role: 'cut' },
        { label: words.copy, role: 'copy' },
        { label: words.paste, role: 'paste' },
        { label: words.selectAll, role: 'selectAll' },
        line,
        item(words.find, 'find', { enabled: open, accelerator: 'CmdOrCtrl+F' }),
      ],
    },
    {
      label: words.ticket,
      submenu: [item(words.newTicket, 'new-ticket', { enabled: open, accelerator: 'CmdOrCtrl+N' })],
    },
    {
      label: words.view,
      submenu: [
        item(words.tickets, 'go-tickets', { enabled: open }),
        item(words.people, 'go-people', { enabled: open }),
        item(words.privacy, 'go-privacy', { enabled: open }),
        item(words.settings, 'go-settings', { enabled: open, accelerator: 'CmdOrCtrl+,' }),
        line,
        { label: words.larger, role: 'zoomIn' },
        { label: words.smaller, role: 'zoomOut' },
        { label: words.actualSize, role: 'resetZoom' },
        { label: words.fullScreen, role: 'togglefullscreen' },
      ],
    },
    {
      label: words.window,
      submenu: [
        { label: words.minimise, role: 'minimize' },
        ...(mac ? [{ label: words.zoom, role: 'zoom' } satisfies MenuItemConstructorOptions] : []),
      ],
    },
    {
      label: words.help,
      role: 'help',
      submenu: [item(words.keys, 'keys'), ...(mac ? [] : [item(words.about, 'about')])],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(menus));
  app.setAboutPanelOptions({
    applicationName: 'Paperdesk',
    applicationVersion: app.getVersion(),
    copyright: 'MIT licence',
  });
}
