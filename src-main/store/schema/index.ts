export * from './intake.ts';
export * from './office.ts';
export * from './people.ts';
export * from './records.ts';
export * from './tickets.ts';
