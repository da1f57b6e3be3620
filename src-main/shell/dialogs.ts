import { dialog, type BrowserWindow } from 'electron';

/** The system's own dialogs over our window; null when the user cancelled. */
export type Dialogs = {
  save(options: Electron.SaveDialogOptions): Promise<string | null>;
  open(options: Electron.OpenDialogOptions): Promise<string[] | null>;
};

export const dialogsOver = (window: () => BrowserWindow | null): Dialogs => ({
  save: async (given) => {
    // Windows would keep the chosen path among the recent documents of the system
    const options: Electron.SaveDialogOptions = {
      ...given,
      properties: [...(given.properties ?? []), 'dontAddToRecent'],
    };
    const over = window();
    const { canceled, filePath } = await (over ? dialog.showSaveDialog(over, options) : dialog.showSaveDialog(options));
    return canceled || !filePath ? null : filePath;
  },
  open: async (given) => {
    const options: Electron.OpenDialogOptions = {
      ...given,
      properties: [...(given.properties ?? []), 'dontAddToRecent'],
    };
    const over = window();
    const { canceled, filePaths } = await (over
      ? dialog.showOpenDialog(over, options)
      : dialog.showOpenDialog(options));
    return canceled || filePaths.length === 0 ? null : filePaths;
  },
});
