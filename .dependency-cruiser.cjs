// Who may import whom. ARCHITECTURE.md tells it in words; this file holds it inside `npm test`.
const areas = 'tickets|people|privacy|exchange|staff|office|undo';
const area = `^src-main/(${areas})/`;

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Two modules that need each other are one, or hide a third.',
      severity: 'error',
      from: { path: '^src-(main|renderer)/' },
      to: { circular: true },
    },
    {
      name: 'nothing-missing',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^electron$' },
    },
    {
      name: 'window-knows-the-contract-only',
      comment: 'The window shows and asks; it reaches the main process through window.desk alone.',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { path: '^src-main/', pathNot: '^src-main/contract/' },
    },
    {
      name: 'window-has-no-machine',
      comment: 'No Electron and no database in the window.',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { path: '^electron$|node_modules/(electron|better-sqlite3|drizzle-orm)/' },
    },
    {
      name: 'window-has-no-node',
      comment: 'Nothing of Node in the window, but what exceljs has from npm under the same name.',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { dependencyTypes: ['core'], pathNot: '^(buffer|events|string_decoder)$' },
    },
    {
      name: 'main-knows-no-window',
      severity: 'error',
      from: { path: '^src-main/' },
      to: { path: '^src-renderer/' },
    },
    {
      name: 'contract-stands-alone',
      comment: 'Both processes speak it, so it leans on neither.',
      severity: 'error',
      from: { path: '^src-main/contract/' },
      to: { path: '^src-|^test/|^scripts/', pathNot: '^src-main/contract/' },
    },
    {
      name: 'contract-has-no-machine',
      severity: 'error',
      from: { path: '^src-main/contract/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'electron-in-the-shell-only',
      comment: 'Everything else runs in plain Node, and is tested there.',
      severity: 'error',
      from: { path: '^src-main/', pathNot: '^src-main/((main|preload)\\.ts$|shell/)' },
      to: { path: '^electron$|node_modules/electron(-store|-log)?/' },
    },
    {
      name: 'preload-knows-the-contract-only',
      severity: 'error',
      from: { path: '^src-main/preload\\.ts$' },
      to: { path: '^src-', pathNot: '^src-main/contract/' },
    },
    {
      name: 'areas-meet-at-the-index',
      comment: 'An area imports the store, the contract, the gate, itself and the index of other areas.',
      severity: 'error',
      from: { path: area },
      to: {
        path: '^src-',
        pathNot: ['^src-main/((store|contract|$1)/|(gate|jobs)\\.ts$)', `^src-main/(${areas})/index\\.ts$`],
      },
    },
    {
      name: 'shell-uses-the-index',
      comment: 'What an area keeps inside is its own.',
      severity: 'error',
      from: { path: '^src-main/shell/' },
      to: { path: area, pathNot: `^src-main/(${areas})/index\\.ts$` },
    },
    {
      name: 'gate-knows-no-area',
      comment: 'Areas take their line builders from the gate; main.ts hands it the lines.',
      severity: 'error',
      from: { path: '^src-main/(gate|jobs)\\.ts$' },
      to: { path: '^src-', pathNot: '^src-main/((contract|store)/|(gate|jobs)\\.ts$)' },
    },
    {
      name: 'worker-knows-no-shell',
      severity: 'error',
      from: { path: '^src-main/worker\\.ts$' },
      to: { path: '^src-main/(shell/|main\\.ts$|preload\\.ts$)' },
    },
    {
      name: 'store-knows-no-area',
      severity: 'error',
      from: { path: '^src-main/store/' },
      to: { path: '^src-', pathNot: '^src-main/(store|contract)/' },
    },
    {
      name: 'engine-in-the-store-only',
      comment: 'Nothing outside the store knows which engine there is.',
      severity: 'error',
      from: { path: '^src-', pathNot: '^src-main/store/' },
      to: {
        path: 'node_modules/(@types/)?better-sqlite3/|node_modules/drizzle-orm/',
        pathNot: 'node_modules/drizzle-orm/index\\.(d\\.)?[cm]?[jt]s$',
      },
    },
    {
      name: 'program-knows-no-test',
      severity: 'error',
      from: { path: '^src-' },
      to: { path: '^(test|scripts|out)/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^test/electron/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'svelte', 'import', 'node', 'require', 'default'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.svelte', '.js', '.mjs', '.cjs', '.d.ts', '.json'],
    },
    builtInModules: { add: ['electron'] },
  },
};
