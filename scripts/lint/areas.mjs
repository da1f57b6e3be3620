// The rules for area code: an area says what happens, the store says how, and any engine can stand below.

/** The only words of Drizzle's that an area may use. */
const builderWords = [
  'and',
  'or',
  'not',
  'eq',
  'ne',
  'gt',
  'gte',
  'lt',
  'lte',
  'inArray',
  'isNull',
  'isNotNull',
  'exists',
  'between',
  'asc',
  'desc',
  'count',
  'sum',
  'avg',
  'min',
  'max',
  'sql',
];

const refused = [
  {
    selector: 'CallExpression[arguments.length=0][callee.property.name=/^(all|get|run)$/]',
    message: 'Await the query itself: .all(), .get() and .run() exist on one engine only.',
  },
  {
    selector: 'CallExpression[callee.object.name=/^(db|tx)$/][callee.property.name=/^(all|get|run|values|execute)$/]',
    message: "Raw statements stand in the store alone; build the query with Drizzle's words.",
  },
  {
    selector: 'MemberExpression[object.name=/^(db|tx)$/][property.name="query"]',
    message: 'db.query is the relational shortcut of one engine; build the query with select.',
  },
  {
    selector: 'MemberExpression[object.name="sql"][property.name="raw"]',
    message: 'sql.raw puts text into a statement unquoted.',
  },
  {
    selector: 'CallExpression[callee.property.name="transaction"]',
    message: 'An area never opens a transaction: the gate does, one for each call.',
  },
  {
    selector: 'CallExpression[callee.object.name=/^(Date|performance)$/][callee.property.name="now"]',
    message: 'Time is tx.now.',
  },
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Time is tx.now.' },
  { selector: 'CallExpression[callee.name="Date"]', message: 'Time is tx.now.' },
  { selector: 'MemberExpression[object.name="Temporal"][property.name="Now"]', message: 'Time is tx.now.' },
  {
    selector: 'CallExpression[callee.object.name="Promise"][callee.property.name=/^(all|allSettled|any|race)$/]',
    message: 'One statement after the other: a write has one connection.',
  },
];

export const areaRules = {
  'no-restricted-syntax': ['error', ...refused],
  'no-restricted-imports': [
    'error',
    {
      paths: [
        {
          name: 'drizzle-orm',
          allowImportNames: builderWords,
          message: 'Areas use the plain builder words only; what is of one engine stands in the store.',
        },
        { name: 'better-sqlite3', message: 'The engine stands in the store alone.' },
        { name: 'electron', message: 'Electron stands in the shell alone.' },
      ],
      patterns: [
        { group: ['drizzle-orm/*'], message: 'What is of one engine stands in the store.' },
        { group: ['electron/*', 'better-sqlite3/*'], message: 'The machine stands in the shell and the store.' },
      ],
    },
  ],
};
